import fs from "node:fs";
import path from "node:path";
import { workFolder } from "./cli";

/** A program in the place of Terraform, which notes what it is told and does nothing. */
export interface FakeTerraform {
  /** Environment in which commands find it, and remember nothing outside of `work`. */
  readonly env: Record<string, string>;
  readonly work: string;
  /** What it was told so far: `<command> <stack>` at the begin, `… ended` at the end. */
  notes(): string[];
  close(): void;
}

/**
 * @param script of the shell, which `validate` and `plan` run in the folder of a stack, whose name is in `$stack`
 * @param version what it calls itself
 */
export function fakeTerraform(
  script: string,
  version = "Terraform v1.11.4",
  name = "terraform",
): FakeTerraform {
  const work = workFolder();
  const program = path.join(work, name);
  const notes = path.join(work, "notes");
  const config = path.join(work, "terraform.rc");
  const text = `#!/bin/sh
stack=$(basename "$PWD")
case $1 in
version) echo "${version}"; exit ;;
esac
echo "$1 $stack" >> ${notes}
case $1 in
validate | plan)
${script}
;;
esac
echo "$1 $stack ended" >> ${notes}
`;
  fs.writeFileSync(program, text, { mode: 0o755 });
  fs.writeFileSync(notes, "");
  // A configuration that is there is the user's own: no registry is asked, no provider built.
  fs.writeFileSync(config, "");
  return {
    env: { TERRAFORM_BINARY_NAME: program, LANDFORM_WORK: work, TF_CLI_CONFIG_FILE: config },
    work,
    notes: () => fs.readFileSync(notes, "utf8").split("\n").filter(Boolean),
    close: () => fs.rmSync(work, { recursive: true, force: true }),
  };
}
