import { Outlet, type RouteObject } from 'react-router-dom';

import { Toasts } from '../ui/Toasts';
import { CrashPage } from './CrashPage';
import { page } from './lazyPage';
import { NavigationProgress } from './NavigationProgress';
import { NotFoundPage } from './NotFoundPage';
import { RequireAccess, RequireAppliance, RequireFeature } from './RequireAccess';
import { RequireLogin } from './RequireLogin';
import { Shell } from './Shell';
import { Splash } from './Splash';

export const routes: RouteObject[] = [
  {
    element: (
      <Toasts>
        <NavigationProgress />
        <Outlet />
      </Toasts>
    ),
    errorElement: (
      <main>
        <CrashPage />
      </main>
    ),
    hydrateFallbackElement: <Splash />,
    children: [
      { path: '/setup', ...page(() => import('../pages/setup/SetupPage')) },
      { path: '/sign-in', ...page(() => import('../pages/signIn/SignInPage')) },
      { path: '/forgot-password', ...page(() => import('../pages/forgotPassword/ForgotPasswordPage')) },
      { path: '/invitation', ...page(() => import('../pages/invitation/InvitationPage')) },
      { path: '/set-password', ...page(() => import('../pages/setPassword/SetPasswordPage')) },
      {
        element: <RequireLogin />,
        children: [
          {
            element: <RequireAccess section="clients" />,
            children: [{ path: '/connect/:address', ...page(() => import('../viewer/ViewerPage')) }],
          },
          {
            element: <Shell />,
            children: [
              {
                errorElement: <CrashPage />,
                children: [
                  { index: true, ...page(() => import('../pages/dashboard/DashboardPage')) },
                  {
                    element: <RequireAccess section="clients" />,
                    children: [
                      { path: '/clients', ...page(() => import('../pages/clients/ClientsPage')) },
                      { path: '/clients/add', ...page(() => import('../pages/clients/AddMachinePage')) },
                      { path: '/clients/approvals', ...page(() => import('../pages/clients/ApprovalsPage')) },
                      { path: '/clients/:id', ...page(() => import('../pages/clients/ClientPage')) },
                    ],
                  },
                  {
                    element: <RequireAccess section="sessions" />,
                    children: [
                      { path: '/sessions', ...page(() => import('../pages/sessions/SessionsPage')) },
                      { path: '/sessions/:id', ...page(() => import('../pages/sessions/SessionPage')) },
                    ],
                  },
                  { path: '/address-books', ...page(() => import('../pages/addressBooks/SharedBooksPage')) },
                  {
                    element: <RequireAccess section="address_books" />,
                    children: [{ path: '/address-books/:id', ...page(() => import('../pages/addressBooks/SharedBookPage')) }],
                  },
                  {
                    element: <RequireAccess section="address_books" level="edit" />,
                    children: [{ path: '/address-books/:id/import', ...page(() => import('../pages/addressBooks/ImportPage')) }],
                  },
                  {
                    element: <RequireAccess section="personal_profile" />,
                    children: [{ path: '/address-books/personal', ...page(() => import('../pages/addressBooks/PersonalBookPage')) }],
                  },
                  {
                    element: <RequireAccess section="personal_profile" level="edit" />,
                    children: [{ path: '/address-books/personal/import', ...page(() => import('../pages/addressBooks/ImportPage')) }],
                  },
                  {
                    element: <RequireAccess section="users" />,
                    children: [
                      { path: '/users', ...page(() => import('../pages/users/UsersPage')) },
                      { path: '/users/:id', ...page(() => import('../pages/users/UserPage')) },
                    ],
                  },
                  {
                    element: <RequireAccess section="users" level="edit" />,
                    children: [
                      {
                        element: <RequireFeature feature="create_users" />,
                        children: [{ path: '/users/many', ...page(() => import('../pages/manyUsers/ManyUsersPage')) }],
                      },
                    ],
                  },
                  {
                    element: <RequireAccess section="roles" />,
                    children: [
                      {
                        element: <RequireFeature feature="roles" />,
                        children: [
                          { path: '/roles', ...page(() => import('../pages/roles/RolesPage')) },
                          { path: '/roles/:id', ...page(() => import('../pages/roles/RolePage')) },
                        ],
                      },
                      { path: '/audit', ...page(() => import('../pages/audit/AuditPage')) },
                    ],
                  },
                  {
                    element: <RequireAccess section="permission_sets" />,
                    children: [
                      { path: '/permission-sets', ...page(() => import('../pages/permissionSets/PermissionSetsPage')) },
                      { path: '/permission-sets/:id', ...page(() => import('../pages/permissionSets/PermissionSetPage')) },
                    ],
                  },
                  {
                    element: <RequireAccess section="permission_sets" level="edit" />,
                    children: [
                      { path: '/permission-sets/new', ...page(() => import('../pages/permissionSets/NewPermissionSetPage')) },
                      { path: '/permission-sets/:id/edit', ...page(() => import('../pages/permissionSets/EditPermissionSetPage')) },
                    ],
                  },
                  {
                    element: <RequireAccess section="groups" />,
                    children: [
                      { path: '/groups', ...page(() => import('../pages/groups/GroupsPage')) },
                      { path: '/groups/:id', ...page(() => import('../pages/groups/GroupPage')) },
                    ],
                  },
                  {
                    element: <RequireAccess section="organization" />,
                    children: [
                      { path: '/relays', ...page(() => import('../pages/relays/RelaysPage')) },
                      { path: '/mail', ...page(() => import('../pages/mail/MailPage')) },
                      {
                        element: <RequireFeature feature="organization" />,
                        children: [{ path: '/organization', ...page(() => import('../pages/organization/OrganizationPage')) }],
                      },
                      {
                        element: <RequireFeature feature="user_providers" />,
                        children: [{ path: '/user-providers', ...page(() => import('../pages/userProviders/UserProvidersPage')) }],
                      },
                      {
                        element: <RequireFeature feature="team" />,
                        children: [{ path: '/team', ...page(() => import('../pages/team/TeamPage')) }],
                      },
                    ],
                  },
                  {
                    element: <RequireAccess section="license" />,
                    children: [{ path: '/license', ...page(() => import('../pages/license/LicensePage')) }],
                  },
                  {
                    element: <RequireAccess section="invoices" />,
                    children: [{ path: '/invoices', ...page(() => import('../pages/invoices/InvoicesPage')) }],
                  },
                  {
                    element: <RequireAppliance />,
                    children: [{ path: '/organizations', ...page(() => import('../pages/organizations/OrganizationsPage')) }],
                  },
                  {
                    element: <RequireAccess section="personal_profile" />,
                    children: [{ path: '/profile', ...page(() => import('../pages/profile/ProfilePage')) }],
                  },
                  { path: '*', element: <NotFoundPage /> },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
];
