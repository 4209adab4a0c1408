import { NativeSelect } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';

import { useGroups, useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Form } from '../../ui/Form';
import { LinkByMail } from '../../ui/LinkByMail';
import { TableInput } from '../../ui/TableInput';
import { words as common } from '../../ui/words';
import classes from './manyUsers.module.css';
import { type Line, MOST_LINES, parseLines } from './parse';
import type { Options } from './useProceed';
import { words } from './words';

interface ListFormProps {
  sendsMail: boolean;
  onProceed: (lines: Line[], options: Options) => void;
}

export function ListForm({ sendsMail, onProceed }: ListFormProps) {
  const [text, setText] = useState('');
  const [byMail, setByMail] = useState(true);
  const [role, setRole] = useState('');
  const [group, setGroup] = useState('');
  const maySeeRoles = useAccess('roles') !== 'none';
  const maySeeGroups = useAccess('groups') !== 'none';
  const roles = (useRoles(maySeeRoles).data?.items ?? []).filter((one) => one.may_give && one.key !== 'user');
  const groups = (useGroups(maySeeGroups).data?.items ?? []).filter((one) => one.may_give);
  const settled = useDeferredValue(text);
  const lines = useMemo(() => parseLines(settled), [settled]);
  const tooMany = lines.length > MOST_LINES ? common.file.tooMany(lines.length) : null;

  const submit = () => {
    const now = parseLines(text);
    if (now.length === 0 || now.length > MOST_LINES) return;
    onProceed(now, { mail: sendsMail && byMail, role_id: role || null, group_id: group || null });
  };
  return (
    <Card>
      <Form label={words.proceed} disabled={lines.length === 0 || tooMany !== null} onSubmit={submit} back="/users">
        <TableInput
          label={words.list}
          description={words.listHelp}
          placeholder={words.example}
          value={text}
          onChange={setText}
          error={tooMany}
          counted={lines.length > 0 ? words.counted(lines.length) : undefined}
        />
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
      </Form>
    </Card>
  );
}
