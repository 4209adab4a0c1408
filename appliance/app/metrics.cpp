#include "appliance/app/metrics.h"

#include <array>

#include "appliance/wire/close_reason.h"

namespace gatehouse::app {
namespace {

using Kind = portal::Metric::Kind;

// One series for each reason that has occurred.
void add_by_reason(std::vector<portal::Metric>& metrics, const std::string& name, const std::string& help,
                   const std::array<std::uint64_t, wire::kCloseReasons>& counts) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const auto reason = wire::close_reason_name(static_cast<wire::CloseReason>(i));
    metrics.push_back({name, help, Kind::counter, counts[i], "reason=\"" + std::string(reason) + "\""});
  }
}

}  // namespace

std::vector<portal::Metric> collect_metrics(const net::FrontEndCounters& front_end,
                                            const relay::RelayCounters& relay) {
  std::vector<portal::Metric> metrics = {
      {"gatehouse_connections_open", "Connections of browsers and strangers on the one port.", Kind::gauge,
       front_end.open},
      {"gatehouse_connections_accepted_total", "Connections accepted.", Kind::counter, front_end.accepted},
      {"gatehouse_connections_gave_way_total",
       "Silent connections, or such that took nothing of an answer, closed in favour of new ones.",
       Kind::counter, front_end.gave_way},
      {"gatehouse_handshakes_failed_total", "TLS handshakes that failed.", Kind::counter,
       front_end.handshakes_failed},
      {"gatehouse_handshakes_timed_out_total", "TLS handshakes that took too long.", Kind::counter,
       front_end.handshakes_timed_out},
      {"gatehouse_refused_busy_total", "Connections and requests refused because of too many in total.",
       Kind::counter, front_end.refused_busy},
      {"gatehouse_refused_address_total",
       "Connections and requests refused because of too many from one address.", Kind::counter,
       front_end.refused_address},
      {"gatehouse_heads_refused_total",
       "Requests refused as malformed, too large, too slow or for another host.", Kind::counter,
       front_end.heads_refused},
      {"gatehouse_unread_answers_total", "Connections closed because nothing of an answer was taken.",
       Kind::counter, front_end.unread_answers},
      {"gatehouse_devices_online", "Machines with a link to the relay.", Kind::gauge, relay.devices_online},
      {"gatehouse_calls_open", "Sessions going on.", Kind::gauge, relay.calls_open},
      {"gatehouse_calls_total", "Sessions asked of the relay.", Kind::counter, relay.calls_total},
      {"gatehouse_calls_direct_total", "Of them, those whose viewer and machine met without the relay.",
       Kind::counter, relay.calls_direct},
      {"gatehouse_bytes_to_viewers_total", "Bytes relayed to viewers.", Kind::counter,
       relay.bytes_to_viewers},
      {"gatehouse_bytes_to_devices_total", "Bytes relayed to machines.", Kind::counter,
       relay.bytes_to_devices},
      {"gatehouse_enrolments_total", "Machines enrolled.", Kind::counter, relay.enrolments},
  };
  add_by_reason(metrics, "gatehouse_links_refused_total", "New links of machines that were not let in.",
                relay.refused);
  add_by_reason(metrics, "gatehouse_links_dismissed_total", "Links of machines ended by the appliance.",
                relay.dismissed);
  add_by_reason(metrics, "gatehouse_calls_ended_total", "Sessions that ended.", relay.ended);
  return metrics;
}

}  // namespace gatehouse::app
