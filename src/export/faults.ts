/** What the writer does not know: it writes nothing then. */
export interface Fault {
  /** Where in the configuration, e.g. `resource.aws_vpc.main.cidr`. */
  readonly place: string;
  readonly message: string;
}

/** Notes faults of one place, and of places inside it. */
export class Faults {
  constructor(
    readonly place: string,
    private readonly found: Fault[] = [],
  ) {}

  get all(): readonly Fault[] {
    return this.found;
  }

  add(message: string): void {
    this.found.push({ place: this.place, message });
  }

  inside(name: string): Faults {
    return new Faults(this.place ? `${this.place}.${name}` : name, this.found);
  }
}
