import { decodeHtml, type Page } from './browser';

/** A field of a form, as it stands in the page. */
export interface FormField {
  name: string;
  /** Of an input its type; otherwise the element. */
  type: string;
  value: string;
  /** Whether a browser would send it as it stands. */
  sent: boolean;
}

/** A form with everything that a browser reads of it, also what is there several times. */
export interface WholeForm {
  id: string;
  action: string;
  fields: FormField[];
}

const attr = (attributes: string, name: string): string =>
  decodeHtml(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');

/** Every form of a page that changes something. */
export function formsOf({ body }: Page): WholeForm[] {
  return [...body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)]
    .filter(([, attributes]) => attr(attributes!, 'method') === 'post')
    .map(([, attributes, content]) => ({
      id: attr(attributes!, 'id'),
      action: attr(attributes!, 'action'),
      fields: fieldsIn(content!),
    }));
}

function fieldsIn(content: string): FormField[] {
  const inputs = [...content.matchAll(/<input\b([^>]*)>/g)].map(([, input]) => {
    const type = attr(input!, 'type') || 'text';
    const sent = !/^(?:checkbox|radio)$/.test(type) || /\schecked\b/.test(input!);
    return { name: attr(input!, 'name'), type, value: attr(input!, 'value'), sent };
  });
  const areas = [...content.matchAll(/<textarea\b([^>]*)>\n?(.*?)<\/textarea>/gs)].map(([, area, text]) => ({
    name: attr(area!, 'name'),
    type: 'textarea',
    value: decodeHtml(text!),
    sent: true,
  }));
  const selects = [...content.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)].map(([, select, options]) => {
    const all = [...options!.matchAll(/<option\b([^>]*)>/g)].map(([, option]) => option!);
    const chosen = all.find((option) => /\sselected\b/.test(option)) ?? all[0] ?? '';
    return { name: attr(select!, 'name'), type: 'select', value: attr(chosen, 'value'), sent: true };
  });
  return [...inputs, ...areas, ...selects].filter(({ name }) => name !== '');
}

/** What is wrong with how a page tells what is wrong: each fault has to be tied to a field. */
export function untied({ body }: Page): string[] {
  const pointed = [...body.matchAll(/aria-describedby="([^"]*)"/g)].flatMap(([, ids]) => ids!.split(' '));
  const faults = [...body.matchAll(/<\w+\b[^>]*class="err"[^>]*>/g)].map(([tag]) => attr(tag, 'id') || tag);
  const invalid = [...body.matchAll(/<\w+\b[^>]*aria-invalid="true"[^>]*>/g)].map(([tag]) => tag);
  return [
    ...faults.filter((id) => !pointed.includes(id)).map((id) => `${id} belongs to no field`),
    ...pointed.filter((id) => !body.includes(` id="${id}"`)).map((id) => `${id} is not there`),
    ...invalid.filter((tag) => !tag.includes('aria-describedby')).map((tag) => `no words for ${tag}`),
    ...(body.includes('role="alert"') ? [] : ['nothing is announced']),
    ...(/<title>Error: /.test(body) ? [] : ['the title does not say that something is wrong']),
  ];
}
