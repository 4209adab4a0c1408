// The audit log to be kept elsewhere.
#include <nlohmann/json.hpp>

#include "appliance/base/csv.h"
#include "appliance/base/text.h"
#include "appliance/portal/audit_checkpoints.h"
#include "appliance/portal/audit_file.h"
#include "appliance/portal/audit_filter.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr int kTogether = 1000;

std::string csv_of(const db::AuditEntry& entry) {
  return csv_row({std::to_string(entry.number), rfc3339(entry.at), entry.actor, entry.address, entry.action,
                  entry.target, entry.target_id, entry.before, entry.after, hex(entry.hash)});
}

// In the order of the chain, with each signature behind the entry that it is for.
Result<void> write_chain(Context& context, Downloads::Writer& out) {
  const db::Organization& organization = context.caller->organization;
  db::AuditRepository& audit = context.services.audit;
  const auto ends = audit.ends(organization.id);
  if (!ends) return ends.error();
  out.add(audit_file_line(AuditFileHead{.login_id = organization.login_id,
                                        .exported_at = context.services.clock.unix_seconds(),
                                        .before = ends->before,
                                        .before_hash = ends->before_hash,
                                        .last = ends->last,
                                        .last_hash = ends->last_hash},
                          context.services.audit_key));
  for (std::int64_t at = ends->before; at < ends->last;) {
    const auto entries = audit.after(organization.id, at, kTogether);
    if (!entries) return entries.error();
    const auto checkpoints = audit.checkpoints(organization.id, at, kTogether);
    if (!checkpoints) return checkpoints.error();
    auto checkpoint = checkpoints->begin();
    if (entries->empty()) return Error{"entries of the audit log are missing"};
    for (const db::AuditEntry& entry : *entries) {
      if (entry.number > ends->last) return {};  // written since
      out.add(audit_file_line(entry));
      at = entry.number;
      for (; checkpoint != checkpoints->end() && checkpoint->number <= at; ++checkpoint)
        out.add(audit_file_line(*checkpoint));
    }
  }
  return {};
}

// `line` of every entry, the newest first.
Result<void> write_list(Context& context, const db::AuditFilter& filter, Downloads::Writer& out,
                        std::string (*line)(const db::AuditEntry&)) {
  db::Cursor cursor;
  for (;;) {
    const auto page = context.services.audit.list(context.caller->organization.id, filter, cursor, kTogether);
    if (!page) return page.error();
    for (const db::AuditEntry& entry : page->rows) out.add(line(entry));
    if (!page->next) return {};
    cursor = *page->next;
  }
}

}  // namespace

http::Response export_audit(Context& context) {
  Query query(context.request);
  const db::AuditFilter filter = audit_filter(query);
  const bool as_csv = query.word("format", {"jsonl", "csv"}) == "csv";
  if (auto refusal = query.refusal()) return *refusal;
  Services& services = context.services;
  const std::string name = "audit-" + rfc3339(services.clock.unix_seconds()).substr(0, 10);
  if (as_csv) {
    return services.downloads.make(
        context.caller->user, {"text/csv; charset=utf-8", name + ".csv"}, [&](Downloads::Writer& out) {
          out.add(csv_row(
              {"Number", "When", "Who", "From", "What", "To what", "Its ID", "Before", "After", "Hash"}));
          return write_list(context, filter, out, csv_of);
        });
  }
  const db::Organization& organization = context.caller->organization;
  if (const auto refusal = refused(sign_audit(services, organization))) return *refusal;
  return services.downloads.make(
      context.caller->user, {"application/jsonl", name + ".jsonl"}, [&](Downloads::Writer& out) {
        if (filter == db::AuditFilter()) return write_chain(context, out);
        out.add(audit_file_line_of_part(organization.login_id, services.clock.unix_seconds()));
        return write_list(context, filter, out, audit_file_line);
      });
}

}  // namespace gatehouse::portal::handlers
