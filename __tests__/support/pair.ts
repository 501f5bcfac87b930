import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SCHEMA } from "../../src/cli/paths";
import { init, mustTerraform, type Root, terraform } from "../../src/cli/terraform";
import { type Config, comparePlans, type Difference, exportStack, type Plan, Schema } from "../../src/export";

/** Two Terraform roots for one configuration, as JSON and as the HCL that is written from it. */
export interface Pair {
  /** Plans both. @returns what differs; fails when a plan does, or when `terraform fmt` would change the HCL */
  differences(config: Config): Promise<readonly Difference[]>;
  /** HCL of the last configuration, all files. */
  readonly hcl: string;
  /** The plan of the last JSON. */
  readonly plan: Plan;
  close(): void;
}

export const schema = () => new Schema(fs.readFileSync(SCHEMA, "utf8"));

/**
 * @param base what every configuration has: providers and modules, which `terraform init` prepares
 * @param besides files that lie beside it
 */
export async function pair(
  base: Config,
  options: {
    readonly env?: Record<string, string | undefined>;
    readonly besides?: Readonly<Record<string, string>>;
  } = {},
): Promise<Pair> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "landform-pair-"));
  const { env = {}, besides = {} } = options;
  const root = (name: string): Root => ({ name, directory: path.join(folder, name) });
  const [json, hcl] = [root("json"), root("hcl")];
  let plan: Plan = {};
  let text = "";
  const write = (config: Config) => {
    for (const { directory } of [json, hcl]) {
      fs.mkdirSync(directory, { recursive: true });
      for (const file of fs.readdirSync(directory))
        if (/\.tf(\.json)?$/.test(file)) fs.rmSync(path.join(directory, file));
      for (const [file, content] of Object.entries(besides)) {
        fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
        fs.writeFileSync(path.join(directory, file), content);
      }
    }
    fs.writeFileSync(path.join(json.directory, "cdk.tf.json"), JSON.stringify(config));
    const { files, faults } = exportStack(config, "pair", schema());
    if (faults.length > 0) throw new Error(JSON.stringify(faults));
    for (const [file, content] of files) fs.writeFileSync(path.join(hcl.directory, file), content);
    text = [...files.values()].join("\n");
  };
  const planOf = async (one: Root): Promise<Plan> => {
    const args = ["plan", "-input=false", "-no-color", "-compact-warnings", "-lock=false", "-out=plan"];
    const { code, output } = await terraform(one, args, { env });
    // Before the errors stands what could be planned, which is long.
    if (code !== 0) throw new Error(`plan of ${one.name}: ${output.slice(output.indexOf("Error: "))}`);
    return JSON.parse(await mustTerraform(one, ["show", "-json", "plan"], { env }));
  };
  write(base);
  await Promise.all([init(json, { env }), init(hcl, { env })]);
  return {
    async differences(config) {
      write({ ...base, ...config });
      const [left, right] = await Promise.all([planOf(json), planOf(hcl)]);
      plan = left;
      const { code, output } = await terraform(hcl, ["fmt", "-check", "-diff", "-recursive", "-no-color"], {
        env,
      });
      if (code !== 0) throw new Error(`terraform fmt would change the export\n${output}`);
      return comparePlans(left, right);
    },
    get hcl() {
      return text;
    },
    get plan() {
      return plan;
    },
    close: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}
