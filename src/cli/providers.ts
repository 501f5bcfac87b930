import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Failure } from "./failure";
import { CACHE, machine, ROOT } from "./paths";
import { progress } from "./progress";
import { must } from "./run";

const HOST = "registry.terraform.io";
const REGISTRY = `https://${HOST}/.well-known/terraform.json`;
const REGISTRY_TIMEOUT_MS = 3000;
const RANDOM_VERSION = "3.7.2";

/** Where machines without a registry keep providers; LANDFORM_PLUGIN_MIRROR names another place. */
const MIRROR_ROOTS = [
  path.join(os.homedir(), ".terraform.d/plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
  "/opt",
];

/** Where OpenTofu and Terraform look for their configuration, in the home folder. */
const CLI_CONFIGS =
  process.platform === "win32"
    ? ["AppData/Roaming/tofu.rc", "AppData/Roaming/terraform.rc"]
    : [".tofurc", ".terraformrc"];

let found: Promise<Record<string, string>> | undefined;

/**
 * What Terraform needs to find its providers: nothing where its own configuration says it, a cache for all stacks where
 * the registry answers, a configuration with a local mirror elsewhere. The mirror's provider for random values is built from source when it
 * has none.
 */
export function providerEnv(): Promise<Record<string, string>> {
  found ??= findProviders();
  return found;
}

async function findProviders(): Promise<Record<string, string>> {
  const configured = process.env.TF_CLI_CONFIG_FILE;
  if (configured && fs.existsSync(configured)) return {};
  if (await registryAnswers()) return sharedCache();
  const aws = findMirror("aws");
  if (!aws) return {};
  const mirror = path.join(CACHE, "mirror");
  link(aws, mirror);
  const random = findMirror("random");
  if (random) link(random, mirror);
  else await buildRandomProvider(mirror);
  const file = path.join(CACHE, "terraform.rc");
  fs.writeFileSync(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  return { TF_CLI_CONFIG_FILE: file };
}

/** One copy of each provider for all stacks, instead of 700 MB in every folder that is initialised. */
function sharedCache(): Record<string, string> {
  if (process.env.TF_PLUGIN_CACHE_DIR) return {};
  const folder = path.join(CACHE, "plugins");
  fs.mkdirSync(folder, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true" };
}

async function registryAnswers(): Promise<boolean> {
  try {
    return (await fetch(REGISTRY, { signal: AbortSignal.timeout(REGISTRY_TIMEOUT_MS) })).ok;
  } catch {
    return false;
  }
}

/** What the user's own configuration of Terraform says. */
export function cliConfig(): string {
  const named = process.env.TF_CLI_CONFIG_FILE;
  const files = named ? [named] : CLI_CONFIGS.map((file) => path.join(os.homedir(), file));
  return files.map((file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "")).join("\n");
}

/** Whether Terraform keeps the providers it downloads for other stacks. */
export async function cachesPlugins(): Promise<boolean> {
  const env = { ...process.env, ...(await providerEnv()) };
  return env.TF_PLUGIN_CACHE_DIR !== undefined || cliConfig().includes("plugin_cache_dir");
}

/** The providers that a local mirror would give today. */
export function mirrored(): string[] {
  return ["aws", "random"].flatMap((name) => findMirror(name) ?? []);
}

/** Folder `…/hashicorp/<name>/<version>/<machine>` of the newest version in a local mirror. */
function findMirror(name: string): string | undefined {
  const roots = process.env.LANDFORM_PLUGIN_MIRROR ? [process.env.LANDFORM_PLUGIN_MIRROR] : MIRROR_ROOTS;
  const hosts = roots.flatMap((root) => [root, ...subfolders(root)]).map((folder) => path.join(folder, HOST));
  const versions = hosts.flatMap((host) => subfolders(path.join(host, "hashicorp", name)));
  const usable = versions
    .map((version) => path.join(version, machine()))
    .filter((folder) => fs.existsSync(folder));
  const byVersion = new Intl.Collator("en", { numeric: true }).compare;
  return usable
    .sort((a, b) => byVersion(path.basename(path.dirname(a)), path.basename(path.dirname(b))))
    .at(-1);
}

function subfolders(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name));
}

/** Terraform follows a link in a mirror only at its last level. */
function link(source: string, mirror: string): void {
  const [provider, version, arch] = source.split(path.sep).slice(-3) as [string, string, string];
  const target = path.join(mirror, HOST, "hashicorp", provider, version, arch);
  if (fs.existsSync(target)) return;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  try {
    fs.symlinkSync(source, target);
  } catch (error) {
    // Another process was quicker.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

async function buildRandomProvider(mirror: string): Promise<void> {
  const folder = path.join(mirror, HOST, "hashicorp/random", RANDOM_VERSION, machine());
  const binary = path.join(folder, `terraform-provider-random_v${RANDOM_VERSION}_x5`);
  if (fs.existsSync(binary)) return;
  const building = must("go", ["build", "-trimpath", "-buildvcs=false", "-o", binary, "."], {
    cwd: path.join(ROOT, "tools/terraform-provider-random"),
  });
  await progress("building the stand-in for the provider hashicorp/random, once", building).catch(
    (error: Error) => {
      throw new Failure(
        `the Terraform registry does not answer and no local mirror has hashicorp/random; its stand-in needs Go 1.26 or later\n  fix: install Go (https://go.dev/dl), or set LANDFORM_PLUGIN_MIRROR to a mirror that has the provider\n${error.message}`,
      );
    },
  );
}
