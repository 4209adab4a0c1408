#pragma once
#include <vector>

#include "appliance/net/front_end.h"
#include "appliance/portal/needs.h"
#include "appliance/relay/relay.h"

namespace gatehouse::app {

// What /metrics shows of the front end and the relay, in the names of Prometheus.
std::vector<portal::Metric> collect_metrics(const net::FrontEndCounters& front_end,
                                            const relay::RelayCounters& relay);

}  // namespace gatehouse::app
