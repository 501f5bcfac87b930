import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PROVIDERS } from "../engine";
import { digest } from "../export";
import { SCHEMA } from "./paths";
import { init, mustTerraform, type Root } from "./terraform";

/** Versions that the digest describes: those of the bindings, and one of the range that stacks accept. */
const VERSIONS = { aws: "5.100.0", random: "3.7.2" } as const;

/** Asks Terraform what providers have today, in the form in which the export reads it. */
export async function currentSchema(): Promise<string> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "landform-schema-"));
  const root: Root = { name: "schema", directory };
  const required_providers = {
    aws: { ...PROVIDERS.aws, version: VERSIONS.aws },
    random: { ...PROVIDERS.random, version: VERSIONS.random },
  };
  try {
    const config = {
      terraform: { required_providers },
      resource: { terraform_data: { builtin: {} } },
    };
    fs.writeFileSync(path.join(directory, "main.tf.json"), JSON.stringify(config));
    await init(root);
    return digest(JSON.parse(await mustTerraform(root, ["providers", "schema", "-json"])));
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

/** `npm run schema`. */
export async function writeSchema(): Promise<void> {
  fs.writeFileSync(SCHEMA, await currentSchema());
}
