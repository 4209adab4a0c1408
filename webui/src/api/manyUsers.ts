import { api, take } from './client';
import type { components } from './schema';

export type ManyUsersRequest = components['schemas']['ManyUsersRequest'];

export const createManyUsers = (body: ManyUsersRequest) => take(api.POST('/users/many', { body }));
