import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';

import { useCurrentUser } from '../app/CurrentUser';
import { hiddenAtFirst, hideable, readHidden, shownOf } from './columns';
import type { Column } from './DataTable';
import { memory } from './memory';
import { words } from './words';

// The columns of a table that somebody chose to see, which this browser remembers for them, and the menu to choose.
// `table`: what it is remembered by.
export function useColumns<Row>(table: string, columns: Column<Row>[]) {
  const { user } = useCurrentUser();
  const item = `columns.${table}`;
  const [hidden, setHidden] = useState(() => memory.get(user.id, item, (kept) => readHidden(kept, columns)));
  const hide = (ids: string[]) => {
    setHidden(ids);
    memory.set(user.id, item, isAtFirst(ids) ? undefined : ids);
  };
  const atFirst = hiddenAtFirst(columns);
  const isAtFirst = (ids: string[]) => ids.length === atFirst.length && ids.every((id) => atFirst.includes(id));
  const menu = (
    <Menu position="bottom-end" width={220} closeOnItemClick={false} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Tooltip label={words.columns} openDelay={400}>
          <ActionIcon variant="default" size="input-sm" aria-label={words.columns} data-chosen={!isAtFirst(hidden) || undefined}>
            <IconColumns3 size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown aria-label={words.columnsShown}>
        {hideable(columns).map(({ id, title }) => {
          const shown = !hidden.includes(id);
          return (
            <Menu.Item
              key={id}
              rightSection={shown && <IconCheck size={16} role="img" aria-label={words.shown} />}
              onClick={() => hide(shown ? [...hidden, id] : hidden.filter((one) => one !== id))}
            >
              {title}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Item disabled={hidden.length === 0} onClick={() => hide([])}>
          {words.allColumns}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
  return { columns: shownOf(columns, hidden), menu };
}
