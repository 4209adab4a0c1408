import { ActionIcon, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil, IconTrash } from '@tabler/icons-react';

import { type AddressEntry, type BookId, useRemoveEntry } from '../../api/addressBooks';
import { AskedAction } from '../../ui/AskedAction';
import { ConnectButton } from '../../ui/ConnectButton';
import classes from './addressBooks.module.css';
import { EntryDialog } from './EntryDialog';
import { words } from './words';

interface EntryActionsProps {
  book: BookId;
  entry: AddressEntry;
  mayEdit: boolean;
}

export function EntryActions({ book, entry, mayEdit }: EntryActionsProps) {
  const [editing, dialog] = useDisclosure(false);
  const remove = useRemoveEntry(book);
  const { nickname, client } = entry;
  return (
    <span className={classes.actions}>
      {client && <ConnectButton machine={client} />}
      {mayEdit && (
        <>
          <Tooltip label={words.edit} openDelay={400}>
            <ActionIcon variant="default" size={36} aria-label={words.entries.editOf(nickname)} onClick={dialog.open}>
              <IconPencil size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <AskedAction
            button={(ask) => (
              <Tooltip label={words.entries.delete} openDelay={400}>
                <ActionIcon variant="default" size={36} aria-label={words.entries.deleteOf(nickname)} onClick={ask}>
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
            title={words.entries.deleteTitle(nickname)}
            action={words.entries.delete}
            mutation={remove}
            argument={{ id: entry.id, version: entry.version }}
            done={words.entries.deleted(nickname)}
          >
            {words.entries.deleteText}
          </AskedAction>
          <EntryDialog book={book} entry={entry} opened={editing} onClose={dialog.close} />
        </>
      )}
    </span>
  );
}
