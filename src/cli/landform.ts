export async function landform(argv: readonly string[]): Promise<void> {
  console.log(argv);
}
