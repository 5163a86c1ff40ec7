/** What a schedule has to be. */
export const SCHEDULE_TAKES = "a schedule in UTC of minute, hour, day, month and day of the week, such as 0 3 * * Sun";

const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The days of each month at most. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

interface Field {
    readonly from: number;
    readonly to: number;
    readonly names?: readonly string[];
}

/**
 * The five fields. Sunday is 0 alone: 7 is refused by the library that ACR Tasks reads schedules with.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-scheduled#cron-expressions
 * Source: https://github.com/atifaziz/NCrontab/blob/master/NCrontab/CrontabFieldImpl.cs
 */
const FIELDS: readonly Field[] = [
    { from: 0, to: 59 },
    { from: 0, to: 23 },
    { from: 1, to: 31 },
    { from: 1, to: 12, names: MONTHS },
    { from: 0, to: 6, names: DAYS },
];

/** Says whether ACR Tasks runs at these times, and at all: the 31st of February never comes. */
export function isSchedule(text: string): boolean {
    const fields = text.split(/ +/);
    if (fields.length !== FIELDS.length || !fields.every((field, index) => isField(field, FIELDS[index]))) {
        return false;
    }
    const [, , days = "", months = ""] = fields;
    const day = /^\d+$/.test(days) ? Number(days) : 1;
    const month = /^\w+$/.test(months) ? readValue(months, { from: 1, to: 12, names: MONTHS }) : undefined;
    return month === undefined || day <= (MONTH_DAYS[month - 1] ?? 0);
}

function isField(text: string, field: Field | undefined): boolean {
    return field !== undefined && text.split(",").every((part) => isPart(part, field));
}

function isPart(text: string, field: Field): boolean {
    const [, range = "", , step] = /^([^/]+)(\/(\d+))?$/.exec(text) ?? [];
    if (range === "" || (step !== undefined && (Number(step) === 0 || Number(step) > field.to))) {
        return false;
    }
    const [first = "", last, ...more] = range.split("-");
    const from = range === "*" ? field.from : readValue(first, field);
    const to = last === undefined ? from : readValue(last, field);
    return more.length === 0 && from !== undefined && to !== undefined && from <= to;
}

function readValue(text: string, { from, to, names = [] }: Field): number | undefined {
    const index = names.findIndex((name) => [name, name.slice(0, 3)].includes(text.toLowerCase()));
    const value = index >= 0 ? index + from : Number(/^\d{1,2}$/.test(text) ? text : Number.NaN);
    return value >= from && value <= to ? value : undefined;
}
