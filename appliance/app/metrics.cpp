#include "appliance/app/metrics.h"

namespace gatehouse::app {

std::vector<portal::Metric> collect_metrics(const net::FrontEndCounters& front_end,
                                            const relay::RelayCounters& relay) {
  using Kind = portal::Metric::Kind;
  return {
      {"gatehouse_connections_open", "Connections on the one port.", Kind::gauge, front_end.open},
      {"gatehouse_connections_accepted_total", "Connections accepted.", Kind::counter, front_end.accepted},
      {"gatehouse_handshakes_failed_total", "TLS handshakes that failed.", Kind::counter,
       front_end.handshakes_failed},
      {"gatehouse_handshakes_timed_out_total", "TLS handshakes that took too long.", Kind::counter,
       front_end.handshakes_timed_out},
      {"gatehouse_refused_busy_total", "Connections refused because of too many in total.", Kind::counter,
       front_end.refused_busy},
      {"gatehouse_refused_address_total", "Connections refused because of too many from one address.",
       Kind::counter, front_end.refused_address},
      {"gatehouse_heads_refused_total", "Request heads refused as malformed, too large or too slow.",
       Kind::counter, front_end.heads_refused},
      {"gatehouse_devices_online", "Machines with a link to the relay.", Kind::gauge, relay.devices_online},
      {"gatehouse_calls_open", "Sessions going on.", Kind::gauge, relay.calls_open},
      {"gatehouse_calls_total", "Sessions asked of the relay.", Kind::counter, relay.calls_total},
      {"gatehouse_bytes_to_viewers_total", "Bytes relayed to viewers.", Kind::counter,
       relay.bytes_to_viewers},
      {"gatehouse_bytes_to_devices_total", "Bytes relayed to machines.", Kind::counter,
       relay.bytes_to_devices},
      {"gatehouse_enrolments_total", "Machines enrolled.", Kind::counter, relay.enrolments},
      {"gatehouse_links_refused_total", "Links of machines refused.", Kind::counter, relay.links_refused},
  };
}

}  // namespace gatehouse::app
