/** Which of the list's sentences are about a control that is on the page. */
import { english, inLocale, msg, str, type Text } from '../../src/core/text.ts';
import { ANY, namesOf, type Control } from '../../src/ui/help/control.ts';
import { CONTROL_GROUPS } from '../../src/ui/help/controls.ts';
import type { Found } from './controls-on-page.ts';

const plain = (said: Text): string => inLocale(said).replaceAll(/\s+/g, ' ');

/** Whether a text with ANY in it fits, in the language that the page speaks. */
function fits(said: Text, found: string): boolean {
  const pattern = plain(said).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${pattern.replaceAll(ANY, '.+')}$`).test(found);
}

/** A setting's second control is named after it, and each digit that may be left out is a button. */
function settingFits(label: Text, found: string): boolean {
  const exact = plain(msg(str`${inLocale(label)}, exact value`));
  return found === exact || (/^\d$/.test(found) && english(label) === 'Digits left out');
}

export function helpFor({ owner, name }: Found): readonly Control[] {
  return CONTROL_GROUPS.filter(({ elements }) => elements.includes(owner))
    .flatMap(({ controls }) => controls)
    .filter((control) => {
      const names = [...namesOf(control), ...(control.is ?? [])];
      return (
        names.some((said) => fits(said, name)) ||
        (owner === 'setting-field' && names.some((said) => settingFits(said, name)))
      );
    });
}
