#include <nlohmann/json.hpp>

#include "appliance/portal/handlers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

// The help text of a metric, as the text format wants it: a backslash and a line break are escaped.
std::string escaped_help(const std::string& help) {
  std::string out;
  for (const char c : help) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

}  // namespace

http::Response get_health(Context& context) {
  const bool well = static_cast<bool>(context.services.organizations.count());
  return json_response(well ? 200 : 503, {{"status", well ? "ok" : "store_failed"}});
}

// The Prometheus text format, version 0.0.4.
http::Response get_metrics(Context& context) {
  std::vector<Metric> metrics = context.services.needs.metrics();
  metrics.push_back({"gatehouse_event_streams", "Open pages that hear of changes.", Metric::Kind::gauge,
                     context.services.events.size()});
  std::string text, described;
  for (const Metric& metric : metrics) {
    if (described != metric.name) {
      described = metric.name;
      text += "# HELP " + metric.name + " " + escaped_help(metric.help) + "\n";
      text += "# TYPE " + metric.name + (metric.kind == Metric::Kind::counter ? " counter\n" : " gauge\n");
    }
    text += metric.name + (metric.label.empty() ? "" : "{" + metric.label + "}") + " " +
            std::to_string(metric.value) + "\n";
  }
  return {200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, std::move(text), {}};
}

http::Response get_document(Context& context) {
  for (const embedded::File& file : context.services.options.documents) {
    if (file.name == "openapi.json") {
      return {200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}}, {}, file.content};
    }
  }
  return not_found();
}

http::Response get_state(Context& context) {
  Services& services = context.services;
  const auto set_up = services.is_set_up();
  if (!set_up) return store_failed(set_up.error());
  const auto organization = services.organizations.only();
  if (!organization) return store_failed(organization.error());
  const bool show = *set_up && *organization;
  return json_response(200, {{"setup_required", !*set_up},
                             {"version", services.options.version},
                             {"license", policy::tier_key(services.options.license)},
                             {"mail", services.options.mail.has_value()},
                             {"organization", show ? organization_view(**organization) : nlohmann::json()}});
}

}  // namespace gatehouse::portal::handlers
