import { cache } from "./cache";
import { compute } from "./compute";
import { core } from "./core";
import { database } from "./database";
import { edge } from "./edge";
import { loadBalancing } from "./load-balancing";
import { messaging } from "./messaging";
import { monitoring } from "./monitoring";
import { networking } from "./networking";
import { policySizes } from "./policy-sizes";
import { security } from "./security";
import { storage } from "./storage";

/** Every wrong input there is a row for, by who refuses it. */
export const tables = {
  core: [...core, ...policySizes],
  security,
  messaging,
  monitoring,
  networking,
  storage,
  database,
  cache,
  edge,
  "load-balancing": loadBalancing,
  compute,
};

/** All rows, each with a name of its own. */
export const rows = Object.entries(tables).flatMap(([name, table]) =>
  table.map((row) => ({ ...row, name: `${name}: ${row.what}` })),
);
