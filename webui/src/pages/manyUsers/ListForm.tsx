import { Alert, Button, FileButton, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconFileUpload } from '@tabler/icons-react';
import { type ClipboardEvent, type DragEvent, type FormEvent, useDeferredValue, useMemo, useState } from 'react';
import { Link } from 'react-router-dom';

import { useGroups, useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { LinkByMail } from '../users/LinkByMail';
import classes from './manyUsers.module.css';
import { type Line, MOST_BYTES, MOST_LINES, parseLines } from './parse';
import type { Options } from './useProceed';
import { words } from './words';

interface ListFormProps {
  sendsMail: boolean;
  onProceed: (lines: Line[], options: Options) => void;
}

const LONG_PASTE = 5000;

export function ListForm({ sendsMail, onProceed }: ListFormProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [byMail, setByMail] = useState(true);
  const [role, setRole] = useState('');
  const [group, setGroup] = useState('');
  const maySeeRoles = useAccess('roles') !== 'none';
  const maySeeGroups = useAccess('groups') !== 'none';
  const roles = (useRoles(maySeeRoles).data?.items ?? []).filter((one) => one.may_give && one.key !== 'user');
  const groups = (useGroups(maySeeGroups).data?.items ?? []).filter((one) => one.may_give);
  const settled = useDeferredValue(text);
  const lines = useMemo(() => parseLines(settled), [settled]);
  const tooMany = lines.length > MOST_LINES ? words.tooMany(lines.length) : null;

  const read = async (file: File | null | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) return setProblem(words.tooLarge);
    const content = new TextDecoder('utf-8', { fatal: true });
    try {
      const decoded = content.decode(await file.arrayBuffer());
      if (decoded.includes('\0')) return setProblem(words.notText);
      setProblem(null);
      setText(decoded);
    } catch {
      setProblem(words.notText);
    }
  };
  const drop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    void read(file);
  };
  // Browsers take long over thousands of lines that are pasted into a box.
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (pasted.length < LONG_PASTE) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    change(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
  };
  const change = (value: string) => {
    setProblem(value.length > MOST_BYTES ? words.tooLarge : null);
    if (value.length <= MOST_BYTES) setText(value);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const now = parseLines(text);
    if (now.length === 0 || now.length > MOST_LINES) return;
    onProceed(now, { mail: sendsMail && byMail, role_id: role || null, group_id: group || null });
  };
  return (
    <Card>
      <form onSubmit={submit}>
        <Stack>
          {(problem ?? tooMany) && (
            <Alert color="red" role="alert" icon={<IconAlertTriangle size={20} />}>
              {problem ?? tooMany}
            </Alert>
          )}
          <Textarea
            label={words.list}
            description={words.listHelp}
            placeholder={words.example}
            rows={12}
            classNames={{ input: classes.list ?? '' }}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => change(event.currentTarget.value)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={drop}
            onPaste={paste}
          />
          <Group justify="space-between">
            <FileButton accept=".csv,.txt,text/csv,text/plain" onChange={(file) => void read(file)}>
              {(props) => (
                <Button {...props} variant="default" leftSection={<IconFileUpload size={18} aria-hidden />}>
                  {words.file}
                </Button>
              )}
            </FileButton>
            <Text c="var(--quiet)" aria-live="polite">
              {lines.length > 0 && words.counted(lines.length)}
            </Text>
          </Group>
          {(roles.length > 0 || groups.length > 0) && (
            <div className={classes.choices}>
              {roles.length > 0 && (
                <NativeSelect
                  label={words.role}
                  data={[{ value: '', label: words.noRole }, ...roles.map(({ id, name }) => ({ value: id, label: name }))]}
                  value={role}
                  onChange={(event) => setRole(event.currentTarget.value)}
                />
              )}
              {groups.length > 0 && (
                <NativeSelect
                  label={words.group}
                  data={[{ value: '', label: words.noGroup }, ...groups.map(({ id, name }) => ({ value: id, label: name }))]}
                  value={group}
                  onChange={(event) => setGroup(event.currentTarget.value)}
                />
              )}
            </div>
          )}
          {sendsMail && <LinkByMail byMail={byMail} onChange={setByMail} all />}
          <Group justify="flex-end">
            <Button variant="default" component={Link} to="/users">
              {words.cancel}
            </Button>
            <Button type="submit" disabled={lines.length === 0 || tooMany !== null}>
              {words.proceed}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
