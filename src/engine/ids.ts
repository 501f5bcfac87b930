import { type IConstruct, Node } from "constructs";
import { isToken } from "./json";
import { reportAt } from "./problems";

/** What `constructs` has inside; pinned with its version, and tested. */
interface Inside {
  readonly host: IConstruct;
  _children: Record<string, IConstruct> | undefined;
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
  const { path } = this.host.node;
  const add = (value: string, allowed: string, fix: string) => {
    const known = isToken(name) ? "" : name;
    reportAt(this.host, [path, known].filter(Boolean).join("/"), { prop: "id", value, allowed, fix });
  };
  if (isToken(name)) add(name, "a text that is known at synthesis", "write the id as text");
  if (!this._children || !Object.hasOwn(this._children, name)) {
    // With a prototype, `constructor` would be there already.
    this._children ??= Object.create(null) as Record<string, IConstruct>;
    original.call(this, child, name);
    return;
  }
  add(
    name,
    `an id that nothing else in ${path || "the program"} has`,
    path
      ? "give one of the two another id"
      : "give one of the two stacks another environment, or another part",
  );
  let free = 2;
  while (`${name} (${free})` in this._children) free++;
  original.call(this, child, `${name} (${free})`);
}
