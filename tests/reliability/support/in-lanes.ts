/** Works on all of `items`, in order, `lanes` of them at the same time. */
export async function inLanes<Item, Outcome>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item, index: number) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let next = 0
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++)
      outcomes[index] = await work(items[index] as Item, index)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return outcomes
}
