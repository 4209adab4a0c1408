#include "appliance/portal/audit_checkpoints.h"

#include "appliance/portal/services.h"

namespace gatehouse::portal {

Result<void> sign_audit(Services& services, const db::Organization& organization) {
  const auto ends = services.audit.ends(organization.id);
  if (!ends) return ends.error();
  const auto newest = services.audit.newest_checkpoint(organization.id);
  if (!newest) return newest.error();
  if (ends->last == 0 || (*newest && (*newest)->number >= ends->last)) return {};
  db::AuditCheckpoint checkpoint;
  checkpoint.organization = organization.id;
  checkpoint.number = ends->last;
  checkpoint.at = services.clock.unix_seconds();
  checkpoint.hash = ends->last_hash;
  checkpoint.key = as_text(services.audit_key.public_key());
  checkpoint.signature = services.audit_key.sign(db::checkpoint_text(organization.login_id, checkpoint));
  return services.audit.add_checkpoint(checkpoint);
}

}  // namespace gatehouse::portal
