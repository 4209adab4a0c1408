// Measures a screen server as a viewer sees it and prints one line of JSON.
//   bench_probe --tcp=PORT | --appliance=PORT --ca=FILE --code=SETUP_CODE
//               [--seconds=8] [--clicks=25] [--pids=name:pid,name:pid]
// --tcp speaks RFB to 127.0.0.1; --appliance goes the whole way: HTTPS, portal, WebSocket, relay, agent,
// worker.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "appliance/base/files.h"
#include "tests/bench/process_time.h"
#include "tests/support/https_client.h"
#include "tests/support/rfb_client.h"
#include "tests/support/viewer_client.h"

namespace gatehouse {
namespace {

using Time = std::chrono::steady_clock;
using test::Json;

// What a server does at the beginning is not what it does.
constexpr std::chrono::milliseconds kSettle{1500};
constexpr const char* kPassword = "a password for measuring";

double milliseconds_since(Time::time_point start) {
  return std::chrono::duration<double, std::milli>(Time::now() - start).count();
}

UniqueFd connect_tcp(int port) {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fd.reset();
  return fd;
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return -1;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1,
                         static_cast<std::size_t>(static_cast<double>(values.size()) * share))];
}

class Probe {
 public:
  Probe(UniqueFd fd, Time::time_point start) : rfb_(std::move(fd)) {
    rfb_.handshake();
    connect_ms_ = milliseconds_since(start);
    using R = test::RfbClient;
    rfb_.set_encodings({R::kTight, R::kZrle, R::kCopyRect, R::kRaw, R::kQuality6, -254, R::kLastRect,
                        R::kRichCursor, R::kExtendedDesktopSize, R::kFence, R::kContinuousUpdates});
    rfb_.request(false);
    while (rfb_.read_message() != 0) {
    }
    first_picture_ms_ = milliseconds_since(start);
    patch_x_ = 48;
    patch_y_ = rfb_.picture.height - 48;
  }

  Json measure(double seconds, int clicks, const std::map<std::string, std::string>& pids) {
    Json out = {{"connect_ms", connect_ms_}, {"first_picture_ms", first_picture_ms_}};
    if (seconds <= 0) return out;
    pump(Time::now() + kSettle, [] { return false; });
    std::map<std::string, double> before;
    for (const auto& [name, pid] : pids) before[name] = bench::process_time(pid).both();
    const auto start = Time::now();
    const int updates = rfb_.updates;
    const auto bytes = rfb_.received_bytes;
    pump(start + std::chrono::duration_cast<Time::duration>(std::chrono::duration<double>(seconds)),
         [] { return false; });
    const double took = milliseconds_since(start) / 1000;
    out["updates_per_second"] = (rfb_.updates - updates) / took;
    out["megabit_per_second"] = static_cast<double>(rfb_.received_bytes - bytes) * 8 / took / 1e6;
    for (const auto& [name, pid] : pids) {
      out["cpu_percent_" + name] = (bench::process_time(pid).both() - before[name]) / took * 100;
    }
    std::vector<double> latencies;
    int unanswered = 0;
    for (int i = 0; i < clicks; ++i) {
      if (const auto latency = click()) {
        latencies.push_back(*latency);
      } else if (++unanswered == 3) {
        break;
      }
      pump(Time::now() + std::chrono::milliseconds(90 + i * 7 % 60), [] { return false; });
    }
    out["clicks_answered"] = latencies.size();
    out["click_to_pixel_ms_p50"] = percentile(latencies, 0.5);
    out["click_to_pixel_ms_p95"] = percentile(latencies, 0.95);
    return out;
  }

 private:
  bool bright() { return (rfb_.picture.at(patch_x_, patch_y_) & 0xff) > 127; }

  // Takes what comes until `until` or `done`. As viewers do: continuous updates where the server offers them,
  // else one request for changes at a time.
  template <class Done>
  void pump(Time::time_point until, Done done) {
    while (Time::now() < until && !done()) {
      if (!continuous_ && rfb_.end_of_continuous > 0) {
        rfb_.continuous(true);
        continuous_ = true;
      }
      if (!continuous_ && !asked_) {
        rfb_.request(true);
        asked_ = true;
      }
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Time::now());
      if (!rfb_.readable(std::max(left, std::chrono::milliseconds(0)))) return;
      if (rfb_.read_message() == 0) asked_ = false;
    }
  }

  std::optional<double> click() {
    const bool was = bright();
    const auto start = Time::now();
    rfb_.pointer(patch_x_, patch_y_, 1);
    pump(start + std::chrono::seconds(2), [&] { return bright() != was; });
    const double took = milliseconds_since(start);
    rfb_.pointer(patch_x_, patch_y_, 0);
    if (bright() == was) return std::nullopt;
    return took;
  }

  test::RfbClient rfb_;
  double connect_ms_ = 0, first_picture_ms_ = 0;
  int patch_x_ = 0, patch_y_ = 0;
  bool asked_ = false, continuous_ = false;
};

using Options = std::map<std::string, std::string>;

Json run(const Options& options) {
  std::map<std::string, std::string> pids;
  if (const auto given = options.find("pids"); given != options.end()) {
    for (const std::string& entry : split(given->second, ',')) {
      const auto parts = split(entry, ':');
      if (parts.size() == 2) pids[parts[0]] = parts[1];
    }
  }
  const double seconds = options.contains("seconds") ? std::stod(options.at("seconds")) : 8;
  const int clicks = options.contains("clicks") ? std::stoi(options.at("clicks")) : 25;
  if (options.contains("tcp")) {
    const auto start = Time::now();
    Probe probe(connect_tcp(std::stoi(options.at("tcp"))), start);
    return probe.measure(seconds, clicks, pids);
  }
  const auto ca = read_file(options.at("ca"), 65536);
  if (!ca) throw std::runtime_error(ca.error().message);
  test::HttpsClient owner(static_cast<std::uint16_t>(std::stoi(options.at("appliance"))), *ca);
  const Json body = {{"code", options.at("code")}, {"organization_name", "Bench"}, {"first_name", "B"},
                     {"last_name", "B"},           {"email", "b@example.org"},     {"password", kPassword}};
  if (owner.request("POST", "/api/v1/setup", body).status != 201) {
    const Json credentials = {
        {"organization_id", "bench"}, {"email", "b@example.org"}, {"password", kPassword}};
    if (owner.request("POST", "/api/v1/login", credentials).status != 200)
      throw std::runtime_error("cannot sign in");
  }
  std::string address;
  for (int i = 0; i < 200 && address.empty(); ++i) {
    const Json list = owner.request("GET", "/api/v1/clients").json();
    if (!list["items"].empty() && list["items"][0]["online"])
      address = list["items"][0]["id"].get<std::string>();
    ::usleep(50000);
  }
  const auto start = Time::now();
  test::ViewerClient viewer(owner, address);
  if (!viewer.wait_open()) throw std::runtime_error("the session did not open");
  Probe probe(viewer.take_rfb(), start);
  return probe.measure(seconds, clicks, pids);
}

}  // namespace
}  // namespace gatehouse

int main(int argc, char** argv) {
  gatehouse::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const auto equals = argument.find('=');
    if (!argument.starts_with("--") || equals == std::string::npos) return 2;
    options[argument.substr(2, equals - 2)] = argument.substr(equals + 1);
  }
  gatehouse::Json result;
  try {
    result = gatehouse::run(options);
  } catch (const std::exception& problem) {
    result = {{"error", problem.what()}};
  }
  std::printf("%s\n", result.dump().c_str());
  return result.contains("error") ? 1 : 0;
}
