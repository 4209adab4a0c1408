#include <nlohmann/json.hpp>

#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/shown_version.h"

namespace gatehouse::portal::handlers {

namespace {

using db::Billing;

struct Field {
  std::string name;
  std::string Billing::*value;
  std::size_t longest;  // in characters
  enum class Kind { line, lines, email } kind = Kind::line;
};

const std::vector<Field>& fields() {
  static const std::vector<Field> all = {{"company", &Billing::company, 200},
                                         {"contact", &Billing::contact, 200},
                                         {"street", &Billing::street, 200},
                                         {"postal_code", &Billing::postal_code, 20},
                                         {"city", &Billing::city, 100},
                                         {"country", &Billing::country, 100},
                                         {"vat_id", &Billing::vat_id, 50},
                                         {"email", &Billing::email, 254, Field::Kind::email},
                                         {"phone", &Billing::phone, 50},
                                         {"customer_number", &Billing::customer_number, 100},
                                         {"order_number", &Billing::order_number, 100},
                                         {"payment", &Billing::payment, 1000, Field::Kind::lines}};
  return all;
}

std::int64_t version_of(const Billing& billing) {
  std::vector<std::string_view> values;
  for (const Field& field : fields()) values.push_back(billing.*field.value);
  return version_of_values(values);
}

http::Response answer(const Billing& billing) {
  nlohmann::json view;
  for (const Field& field : fields()) view[field.name] = billing.*field.value;
  return with_version(json_response(200, view), version_of(billing));
}

std::string read(JsonBody& body, const Field& field) {
  if (body.is_empty(field.name)) return {};
  if (field.kind == Field::Kind::email) return body.email(field.name);
  if (field.kind == Field::Kind::lines) return body.lines(field.name, field.longest);
  return body.text(field.name, 0, field.longest);
}

// Which fields are others now; what is in them is not for everybody who reads the log.
nlohmann::json changed(const Billing& before, const Billing& after) {
  nlohmann::json names = nlohmann::json::array();
  for (const Field& field : fields())
    if (before.*field.value != after.*field.value) names.push_back(field.name);
  return {{"changed", std::move(names)}};
}

}  // namespace

http::Response get_billing(Context& context) {
  const auto billing = context.services.billing.find(context.caller->organization.id);
  return billing ? answer(*billing) : store_failed(billing.error());
}

http::Response change_billing(Context& context) {
  Services& services = context.services;
  const db::Organization& organization = context.caller->organization;
  JsonBody body(context.request);
  Billing said;
  for (const Field& field : fields())
    if (body.has(field.name)) said.*field.value = read(body, field);
  if (auto refusal = body.refusal()) return *refusal;
  return in_transaction(services, [&]() -> http::Response {
    const auto before = services.billing.find(organization.id);
    if (!before) return store_failed(before.error());
    if (auto stale = refuse_stale(context.request, version_of(*before))) return *stale;
    Billing after = *before;
    for (const Field& field : fields())
      if (body.has(field.name)) after.*field.value = said.*field.value;
    if (after == *before) return answer(after);
    if (auto refusal = refused(services.billing.set(organization.id, after))) return *refusal;
    return note(context,
                {"billing.changed", static_cast<std::int64_t>(organization.id), organization.name, nullptr,
                 changed(*before, after)},
                answer(after));
  });
}

}  // namespace gatehouse::portal::handlers
