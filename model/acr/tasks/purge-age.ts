/** What an age has to be. */
export const AGE_TAKES = "days, hours and minutes as whole numbers, such as 30d, 12h or 1d12h30m";

/**
 * Days, then hours, then minutes. `acr purge` reads 1.5d as one day, and -1d as an age that everything has.
 *
 * Source: https://github.com/Azure/acr-cli/blob/cfbb835/cmd/acr/purge.go (`parseDuration`)
 */
const AGE = /^(?=\d)(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,4})m)?$/;

const MINUTES = { day: 24 * 60, hour: 60 };

/** Says whether the text is an age. */
export function isAge(text: string): boolean {
    return AGE.test(text);
}

/**
 * Returns an age in minutes.
 *
 * @throws {SyntaxError} If the text is none.
 */
export function parseAge(text: string): number {
    const [matched, days = "0", hours = "0", minutes = "0"] = AGE.exec(text) ?? [];
    if (matched === undefined) {
        throw new SyntaxError(`Cannot read "${text}" as an age: required are ${AGE_TAKES}`);
    }
    return Number(days) * MINUTES.day + Number(hours) * MINUTES.hour + Number(minutes);
}
