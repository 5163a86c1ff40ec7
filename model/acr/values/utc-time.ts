/** In ISO 8601 and UTC; the time may be left out. */
const UTC_TIME = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?Z)?$/;

/**
 * What the engine makes of a moment that stands in a stack file without quotes, which is one to YAML and no text.
 *
 * Source: https://pkg.go.dev/time#Time.String
 */
const GO_TIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.\d+)? \+0000 UTC$/;

/** Says whether the text is a moment of the calendar in UTC: `2027-01-31` or `2027-01-31T12:00:00Z`. */
export function isUtcTime(text: string): boolean {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
        (UTC_TIME.exec(formatUtcTime(text)) ?? []).slice(1).map((part) => Number(part ?? 0));
    return day >= 1 && day <= daysOf(year, month) && hour <= 23 && minute <= 59 && second <= 59;
}

/** Returns the moment with its time, which is the start of the day where it is left out. */
export function formatUtcTime(text: string): string {
    const iso = text.replace(GO_TIME, "$1T$2Z");
    return iso.includes("T") ? iso : `${iso}T00:00:00Z`;
}

function daysOf(year: number, month: number): number {
    const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
