import { Textarea, TextInput } from '@mantine/core';

import { words } from './words';

interface Named {
  name: string;
  description: string;
}

interface NameFieldsProps {
  values: Named;
  errors: Readonly<Record<string, string>>;
  set: (changed: Partial<Named>) => void;
  nameLabel?: string;
  // What the name could be.
  example?: string;
}

// What roles, permission sets and groups have in common.
export function NameFields({ values, errors, set, nameLabel = words.name, example }: NameFieldsProps) {
  return (
    <>
      <TextInput
        label={nameLabel}
        placeholder={example}
        data-autofocus
        required
        maxLength={80}
        autoComplete="off"
        value={values.name}
        error={errors.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Textarea
        label={words.description}
        rows={2}
        maxLength={500}
        value={values.description}
        error={errors.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
    </>
  );
}

// One line each, without blanks at the ends: as the appliance takes them.
export const tidied = (named: Named): Named => ({
  name: named.name.trim(),
  description: named.description.replace(/\s+/g, ' ').trim(),
});
