import type { IConstruct } from "constructs";
import { nameFor, type PhysicalName } from "../../src/core";

const SUFFIX = ".fifo";

/** The name of a queue or topic; AWS wants `.fifo` at the end of those that keep the order, within the limit of 80 or 256. */
export function messagingName(
  construct: IConstruct,
  kind: "queue" | "topic",
  { name, fifo = false }: { readonly name?: PhysicalName; readonly fifo?: boolean },
  part?: string,
): string {
  const standard = kind === "queue" ? "sqs-queue" : "sns-topic";
  if (!fifo) return nameFor(construct, standard, name, part);
  return nameFor(construct, `${standard}-fifo`, withoutSuffix(name), part) + SUFFIX;
}

/** An exact name may have the suffix already. */
function withoutSuffix(name: PhysicalName | undefined): PhysicalName | undefined {
  if (typeof name !== "object" || !name.exact.endsWith(SUFFIX)) return name;
  return { exact: name.exact.slice(0, -SUFFIX.length) };
}
