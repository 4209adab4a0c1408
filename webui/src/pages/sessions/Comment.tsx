import { Button, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';

import type { Session } from '../../api/client';
import { useCommentSession } from '../../api/mutations';
import { fetchSession, useSessionComments } from '../../api/queries';
import { useAccess, useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { Dialog } from '../../ui/Dialog';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { ErrorState } from '../../ui/States';
import { useEdit } from '../../ui/useEdit';
import classes from './Comment.module.css';
import { words } from './words';

// What colleagues noted about a session, with all that stood there before.
export function Comment({ session }: { session: Session }) {
  const { user } = useCurrentUser();
  const mayEditAll = useAccess('sessions') === 'edit';
  const mayEdit = mayEditAll || session.user_id === user.id;
  const [opened, dialog] = useDisclosure(false);
  const [showsHistory, setShowsHistory] = useState(false);
  const edit = (
    <Button variant="default" size="xs" leftSection={<IconPencil size={16} aria-hidden />} onClick={dialog.open}>
      {session.comment ? words.editComment : words.addComment}
    </Button>
  );
  return (
    <Card title={words.comment} aside={mayEdit && edit}>
      {session.comment ? (
        <Text className={classes.comment}>{session.comment}</Text>
      ) : (
        <Text c="var(--quiet)">{mayEdit ? words.noCommentYet : words.noComment}</Text>
      )}
      {session.version > 1 && (
        <Button
          variant="subtle"
          size="compact-sm"
          mt="sm"
          aria-expanded={showsHistory}
          onClick={() => setShowsHistory((shown) => !shown)}
        >
          {showsHistory ? words.hideHistory : words.showHistory}
        </Button>
      )}
      {showsHistory && <History id={session.id} />}
      <Dialog opened={opened} title={words.commentTitle(session.client_name)} onClose={dialog.close}>
        <CommentForm session={session} onClose={dialog.close} />
      </Dialog>
    </Card>
  );
}

function History({ id }: { id: string }) {
  const query = useSessionComments(id);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <ol className={classes.history} aria-label={words.history}>
      {query.data?.items.map(({ at, author, comment }, index) => (
        <li key={index}>
          <span className={classes.author}>
            {author.name}, <When iso={at} />
          </span>
          <span className={classes.comment}>{comment || words.removedComment}</span>
        </li>
      ))}
    </ol>
  );
}

const valuesOf = ({ comment }: Session) => ({ comment });
const labels = { comment: words.comment };

function CommentForm({ session, onClose }: { session: Session; onClose: () => void }) {
  const change = useCommentSession(session.id);
  const edit = useEdit({
    entity: session,
    valuesOf,
    save: (body, version) => change.mutateAsync({ comment: session.comment, ...body, version }),
    load: () => fetchSession(session.id),
    tidy: ({ comment }) => ({ comment: comment.trim() }),
  });
  return (
    <EditForm edit={edit} labels={labels} save={words.save} saved={words.commentSaved} onClose={onClose}>
      <Textarea
        label={words.comment}
        description={words.commentHelp}
        data-autofocus
        rows={6}
        maxLength={2000}
        value={edit.values.comment}
        error={fieldErrors(edit.error).comment}
        onChange={(event) => edit.set({ comment: event.currentTarget.value })}
      />
    </EditForm>
  );
}
