/** How many requests are under way at once; regctl itself sends no more than three to a host. */
const AT_ONCE = 6;

/** Does work for each item, some of it at once, and returns the results in the items' order. The first failure ends it. */
export async function mapAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    const left = items.entries();
    const one = async (): Promise<void> => {
        for (const [index, item] of left) {
            results[index] = await work(item);
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    return results;
}
