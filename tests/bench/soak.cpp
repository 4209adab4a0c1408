// Viewers that look at machines for a long time; some of them leave and come back every few seconds. Ends with a line
// of JSON.
//   bench_soak --appliance=PORT --ca=FILE --email=EMAIL --password=PASSWORD --machines=ID,ID --sessions=24
// --seconds=600
#include <cstdio>
#include <map>

#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "tests/support/rfb_client.h"
#include "tests/support/viewer_client.h"

namespace gatehouse {
namespace {

using Time = std::chrono::steady_clock;

constexpr int kOneOfComesAndGoes = 6;
constexpr int kOfOneLogin = 8;  // an account's login may have so many streams and no more
constexpr std::chrono::seconds kVisit{5};

struct Totals {
  std::atomic<std::uint64_t> sessions = 0, updates = 0, bytes = 0, failed = 0;
};

void look(test::HttpsClient portal, const std::string& machine, Time::time_point until, Totals& totals) {
  try {
    test::ViewerClient viewer(portal, machine);
    if (!viewer.wait_open()) throw std::runtime_error("the session did not open");
    ++totals.sessions;
    using R = test::RfbClient;
    R rfb(viewer.take_rfb(), std::chrono::seconds(30));
    rfb.handshake();
    rfb.set_encodings({R::kTight, R::kZrle, R::kCopyRect, R::kQuality6, R::kFence, R::kContinuousUpdates});
    rfb.request(false);
    rfb.read_until([&] { return rfb.updates > 0; });
    rfb.continuous(true);
    while (Time::now() < until) {
      if (rfb.readable(std::chrono::milliseconds(200))) rfb.read_message();
    }
    totals.updates += static_cast<std::uint64_t>(rfb.updates);
    totals.bytes += rfb.received_bytes;
  } catch (const std::runtime_error& problem) {
    ++totals.failed;
    std::fprintf(stderr, "bench_soak: %s\n", problem.what());
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

int run(const std::map<std::string, std::string>& options) {
  log::set_level(log::Level::error);
  const auto ca = read_file(options.at("ca"), 1 << 20, FileKind::foreign);
  if (!ca) throw std::runtime_error("cannot read --ca");
  const auto port = static_cast<std::uint16_t>(std::stoi(options.at("appliance")));
  const auto sign_in = [&] {
    test::HttpsClient portal(port, *ca);
    const auto state = portal.request("GET", "/api/v1/state").json();
    const auto reply = portal.request("POST", "/api/v1/login",
                                      {{"organization_id", state["organization"]["id"]},
                                       {"email", options.at("email")},
                                       {"password", options.at("password")}});
    if (reply.status != 200) throw std::runtime_error("sign-in: " + reply.body);
    return portal;
  };
  const auto machines = split(options.at("machines"), ',');
  const auto end = Time::now() + std::chrono::seconds(std::stoi(options.at("seconds")));
  Totals totals;
  std::vector<std::thread> viewers;
  std::optional<test::HttpsClient> portal;
  for (int i = 0; i < std::stoi(options.at("sessions")); ++i) {
    if (i % kOfOneLogin == 0) portal = sign_in();
    viewers.emplace_back([&, i, by = *portal] {
      const bool comes_and_goes = i % kOneOfComesAndGoes == 0;
      while (Time::now() < end)
        look(by, machines[static_cast<std::size_t>(i) % machines.size()],
             comes_and_goes ? std::min(end, Time::now() + kVisit) : end, totals);
    });
  }
  for (std::thread& viewer : viewers) viewer.join();
  std::printf("{\"sessions_begun\":%llu,\"updates\":%llu,\"megabytes\":%.1f,\"failed\":%llu}\n",
              static_cast<unsigned long long>(totals.sessions),
              static_cast<unsigned long long>(totals.updates), static_cast<double>(totals.bytes) / 1e6,
              static_cast<unsigned long long>(totals.failed));
  return 0;
}

}  // namespace
}  // namespace gatehouse

int main(int argc, char** argv) {
  std::map<std::string, std::string> options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto equals = word.find('=');
    if (word.starts_with("--") && equals != std::string::npos)
      options[word.substr(2, equals - 2)] = word.substr(equals + 1);
  }
  try {
    return gatehouse::run(options);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "bench_soak: %s\n", problem.what());
    return 1;
  }
}
