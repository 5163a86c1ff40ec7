/** Returns rows as lines with columns that line up, the heads above them; no line where there is no row. */
export function formatTable(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
    const all = rows.length === 0 ? [] : [heads, ...rows];
    const widths = heads.map((_, column) => Math.max(0, ...all.map((row) => row[column]?.length ?? 0)));
    return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
}
