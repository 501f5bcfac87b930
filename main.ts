import { environments } from "./environments";
import { Landform, tune } from "./src/engine";
import { readLock } from "./src/lock";

// LANDFORM_DEBUG keeps cdktf's stack traces of tokens, for hunting a value that does not resolve.
if (!process.env.LANDFORM_DEBUG) tune();

/**
 * The program with every stack, and with the record of what each has in Terraform's state, so that nothing of it is lost
 * by a change of names.
 * @param outdir where it writes; by default where the cdktf command line says
 */
export function program(outdir?: string): Landform {
  const app = new Landform({ ...(outdir ? { outdir } : {}), lock: readLock() });
  for (const environment of environments) app.add(environment);
  return app;
}
