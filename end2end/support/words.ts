// The portal's own words, from its locale files: a test that names a button finds it however its text is polished.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export type Language = "es" | "en";

const locales = resolve(import.meta.dirname, "../../src/i18n/locales");

/** A text, or its forms by plural category. */
type Entries = Record<string, string | Record<string, string>>;

const known = new Map<string, Entries>();

function file(language: Language, feature: string): Entries {
    const path = resolve(locales, language, `${feature}.json`);
    const entries = known.get(path) ?? (JSON.parse(readFileSync(path, "utf8")) as Entries);
    known.set(path, entries);
    return entries;
}

/** The text of `feature.key`, with its parameters filled in. A plural takes its form by `n`. */
export function say(language: Language, name: string, values: Record<string, string | number> = {}): string {
    const [feature = "", key = ""] = name.split(".");
    const entry = file(language, feature)[key];
    const plural = new Intl.PluralRules(language).select(Number(values.n ?? 0));
    const text = typeof entry === "object" ? entry[plural] : entry;
    if (text === undefined) throw new Error(`no text ${name} in ${language}`);
    return text.replace(/\{(\w+)\}/g, (hole: string, parameter: string) => {
        const value = values[parameter];
        if (value === undefined) throw new Error(`${name} needs ${hole}`);
        return String(value);
    });
}

/** The text with any parameters, for what a test cannot know, such as a time. */
export function saying(language: Language, name: string): RegExp {
    const [feature = "", key = ""] = name.split(".");
    const text = file(language, feature)[key];
    if (typeof text !== "string") throw new Error(`no plain text ${name} in ${language}`);
    const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(parts.join(".+"));
}
