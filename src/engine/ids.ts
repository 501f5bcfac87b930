import { type IConstruct, Node } from "constructs";
import { reportAt } from "./problems";

/** What `constructs` has inside; pinned with its version, and tested. */
interface Inside {
  readonly host: IConstruct;
  readonly _children: Record<string, IConstruct> | undefined;
  addChild(child: IConstruct, name: string): void;
}

const prototype = Node.prototype as unknown as Inside;
const original = prototype.addChild;

/**
 * Makes an id that is given twice a problem like any other: `constructs` itself throws at the first, without a path.
 * The second construct is kept beside the first until synthesis refuses both.
 */
export function reportRepeatedIds(): void {
  prototype.addChild = addChild;
}

function addChild(this: Inside, child: IConstruct, name: string): void {
  const first = this._children?.[name];
  if (!first) {
    original.call(this, child, name);
    return;
  }
  const { path } = this.host.node;
  reportAt(this.host, path ? `${path}/${name}` : name, {
    prop: "id",
    value: name,
    allowed: `an id that nothing else in ${path || "the program"} has; a ${first.constructor.name} has it already`,
    fix: path
      ? "give one of the two another id"
      : "give one of the two stacks another environment, or another part",
  });
  let free = 2;
  while (this._children?.[`${name} (${free})`]) free++;
  original.call(this, child, `${name} (${free})`);
}
