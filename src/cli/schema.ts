import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PROVIDERS } from "../engine";
import { digest } from "../export";
import { SCHEMA } from "./paths";
import { init, mustTerraform, type Root } from "./terraform";

/** Asks Terraform what providers have today, in the form in which the export reads it. */
export async function currentSchema(): Promise<string> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "landform-schema-"));
  const root: Root = { name: "schema", directory };
  try {
    const config = {
      terraform: { required_providers: PROVIDERS },
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
