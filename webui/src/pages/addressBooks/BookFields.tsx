import { MultiSelect, Radio, Stack } from '@mantine/core';

import type { AddressBook } from '../../api/addressBooks';
import { useGroups } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { NameFields } from '../../rights/Fields';
import { words } from './words';

export type BookValues = Pick<AddressBook, 'name' | 'description' | 'visible_to' | 'groups'>;

interface BookFieldsProps {
  values: BookValues;
  errors: Readonly<Record<string, string>>;
  set: (changed: Partial<BookValues>) => void;
}

export const noBook: BookValues = { name: '', description: '', visible_to: 'everyone', groups: [] };

// One line each, without blanks at the ends, and groups only where they count: as the appliance takes them.
export const tidied = ({ name, description, visible_to, groups }: BookValues): BookValues => ({
  name: name.trim(),
  description: description.replace(/\s+/g, ' ').trim(),
  visible_to,
  groups: visible_to === 'groups' ? groups : [],
});

// Whoever may not see groups can't choose any, and leaves what is chosen.
export function BookFields({ values, errors, set }: BookFieldsProps) {
  const maySeeGroups = useAccess('groups') !== 'none';
  const groups = useGroups(maySeeGroups).data?.items ?? [];
  return (
    <>
      <NameFields values={values} errors={errors} set={set} example={words.shared.example} />
      {maySeeGroups && (
        <Radio.Group
          label={words.shared.visibleTo}
          value={values.visible_to}
          onChange={(value) => set({ visible_to: value === 'groups' ? 'groups' : 'everyone' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="everyone" label={words.shared.everyone} description={words.shared.everyoneHelp} />
            <Radio value="groups" label={words.shared.someGroups} description={words.shared.groupsHelp} />
          </Stack>
        </Radio.Group>
      )}
      {maySeeGroups && values.visible_to === 'groups' && (
        <MultiSelect
          label={words.shared.groups}
          data={groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.groups}
          error={errors.groups}
          searchable
          maxValues={50}
          onChange={(chosen) => set({ groups: chosen })}
        />
      )}
    </>
  );
}
