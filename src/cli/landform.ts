import path from "node:path";
import { Command, CommanderError } from "commander";
import { program as application } from "../../main";
import { bootstrap } from "./commands/bootstrap";
import { deploy } from "./commands/deploy";
import { destroy } from "./commands/destroy";
import { exportHcl } from "./commands/export";
import { list } from "./commands/list";
import { moves } from "./commands/moves";
import { plan } from "./commands/plan";
import { synth } from "./commands/synth";
import { validate } from "./commands/validate";
import { Failure } from "./failure";
import { OUTDIR, ROOT } from "./paths";

const WHAT = "[what...]";
const WHICH = "a stack, or a platform with or without one of its environments; all without";

/** The command line. Sets the exit code of the process. */
export async function landform(argv: readonly string[]): Promise<void> {
  try {
    await commands().parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode;
      return;
    }
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}

function commands(): Command {
  const program = () => application(OUTDIR);
  const root = new Command("landform")
    .description("AWS platforms as Terraform")
    .exitOverride()
    .showHelpAfterError()
    // Not earlier: files on the command line are where the caller is.
    .hook("preAction", () => process.chdir(ROOT));

  root
    .command("synth")
    .description(`write the Terraform of stacks to ${OUTDIR}`)
    .argument(WHAT, WHICH)
    .action((words) => synth(program, words));
  root
    .command("list")
    .description("show the stacks")
    .argument(WHAT, WHICH)
    .option("--json", "everything about them, for programs")
    .action((words, options) => list(program, words, options));
  root
    .command("validate")
    .description("have Terraform check stacks; needs no AWS account")
    .argument(WHAT, WHICH)
    .action((words) => validate(program, words));
  withVariables(root.command("plan").description("show what Terraform would do"))
    .option("--detailed-exitcode", "exit with 2 when there is something to do")
    .action((words, options) => plan(program, words, options));
  withVariables(root.command("deploy").description("apply stacks"))
    .option("--auto-approve", "do not ask")
    .action((words, options) => deploy(program, words, options));
  withVariables(root.command("destroy").description("destroy stacks"))
    .option("--auto-approve", "do not ask; for production its name is needed besides")
    .option("--confirm <stack...>", "names of production stacks, where nobody can be asked")
    .action((words, options) => destroy(program, words, options));
  withVariables(root.command("export").description("write stacks as HCL, for audit"))
    .requiredOption("--out <folder>", "where to; with several stacks, each in a folder of its name", fromHere)
    .option("--verify", "have Terraform plan both, and compare the plans")
    .action((words, options) => exportHcl(program, words, options));
  root
    .command("moves")
    .description("show and record what came, went and moved in Terraform's state")
    .argument(WHAT, WHICH)
    .option("--write", "record it")
    .option("--check", "exit with 1 when something is not recorded")
    .option("--retire <address...>", "what may be destroyed; or a stack that is gone, with all it has")
    .option("--reason <why>", "why it may be destroyed")
    .action((words, options) => moves(program, words, options));
  root
    .command("bootstrap")
    .description("make bucket, lock table and key for the state of a platform; safe to run again")
    .argument("<platform>")
    .option("--local", "on an emulator of AWS on this machine")
    .option("--auto-approve", "do not ask")
    .action((platform, options) => bootstrap(program, platform, options));
  return root;
}

/** What commands that plan have in common. */
function withVariables(command: Command): Command {
  return command
    .argument(WHAT, WHICH)
    .option(
      "--local",
      "on an emulator of AWS on this machine; variables that are not given have their examples",
    )
    .option("--var <name=value...>", "value of a variable")
    .option("--var-file <file...>", "file with values of variables", (file, files: string[] = []) => [
      ...files,
      fromHere(file),
    ]);
}

function fromHere(file: string): string {
  return path.resolve(file);
}
