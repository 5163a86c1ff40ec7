import { formatJunit } from "./format-junit";
import { formatMarkdown } from "./format-markdown";
import { formatSarif } from "./format-sarif";
import { formatText } from "./format-text";
import type { Format } from "./options";
import type { Checked } from "./report";

const FORMATTERS: Readonly<Record<Format, (checked: Checked) => string>> = {
    text: formatText,
    json: ({ report: { violations, undecided, exempt, resources } }) => `${JSON.stringify({ violations, undecided, exempt, resources }, null, 2)}\n`,
    sarif: formatSarif,
    junit: formatJunit,
    markdown: formatMarkdown,
};

/** Returns a report in one of its forms. */
export function formatReport(format: Format, checked: Checked): string {
    return FORMATTERS[format](checked);
}
