import { environments } from "./environments";
import { Landform, tune } from "./src/engine";
import { readLock } from "./src/engine/addresses/file";

// LANDFORM_DEBUG keeps cdktf's stack traces of tokens, for hunting a value that does not resolve.
if (!process.env.LANDFORM_DEBUG) tune();

/** What every stack has in Terraform's state, recorded so that nothing of it is lost by a change of names. */
const LOCK = "addresses.lock.json";

/** The program with every stack. @param outdir where it writes; by default where the cdktf command line says */
export function program(outdir?: string): Landform {
  const app = new Landform({ ...(outdir ? { outdir } : {}), lock: readLock(LOCK) });
  for (const environment of environments) environment(app);
  return app;
}
