// Whoever falls silent without a word: networks that swallow everything, computers that sleep, cables that are pulled
// out. All at the same time, since each takes its minute.
#include "tests/support/catch.h"
#include "tests/support/desk.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/machine.h"
#include "tests/support/network_room.h"
#include "tests/support/process_status.h"
#include "tests/support/rfb_client.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::silence_test {

using std::chrono::seconds;
using test::ApplianceProcess;
using test::Desk;
using test::FaultProxy;
using test::Json;
using test::Machine;
using test::text;
using test::ViewerClient;
using wire::CloseReason;
using wire::websocket_code;

constexpr seconds kOver{50};   // twice the heartbeat
constexpr seconds kSlack{25};  // for a busy computer
constexpr seconds kPartition{60};

// A machine that is reached at `port`, online, with somebody who looks at it.
struct Watched {
  Watched(Desk& desk, std::uint16_t port, std::vector<std::string> before = {}, std::string server = {})
      : machine(port) {
    machine.before = std::move(before);
    if (!server.empty()) machine.server = server;
    const auto joined = machine.enroll(test::new_token(desk.owner));
    INFO(joined.output);
    REQUIRE(joined.status == 0);
    id = test::id_in(joined);
    machine.start();
    REQUIRE(ApplianceProcess::eventually([&] { return test::online(desk.owner, id); }));
    viewer = std::make_unique<ViewerClient>(desk.owner, id);
    REQUIRE(viewer->wait_open());
  }
  bool heard(const std::string& words) { return machine.agent->output().find(words) != std::string::npos; }

  Machine machine;
  std::string id;
  std::unique_ptr<ViewerClient> viewer;
};

Json session(Desk& desk, const ViewerClient& viewer) {
  return desk.owner.request("GET", "/api/v1/sessions/" + viewer.session_id()).json();
}

long memory_of(pid_t process) {
  return std::stol(test::status_of(process, "VmRSS"));  // kB
}

// Asks for the whole picture again and again, and reads nothing.
std::unique_ptr<test::RfbClient> ask_and_never_read(ViewerClient& viewer) {
  auto rfb = std::make_unique<test::RfbClient>(viewer.take_rfb());
  rfb->handshake();
  rfb->set_encodings({test::RfbClient::kRaw});
  for (int i = 0; i < 200; ++i) rfb->request(false);
  return rfb;
}

void see_picture(test::RfbClient& rfb) {
  const int seen = rfb.updates;
  rfb.request(false);
  rfb.read_until([&] { return rfb.updates > seen; });
}

TEST_CASE("who falls silent is noticed in time, and comes back by itself", "[integration][slow]") {
  const test::NetworkRoom room;
  std::unique_ptr<test::NextDoor> next_door;
  Desk desk({"--desktop.capture=test_card", "--server.listen=0.0.0.0:0"});
  const std::uint16_t port = desk.appliance.port();
  const pid_t serve = desk.appliance.process().pid();

  FaultProxy to_vanished(port), to_cut(port), to_lost_viewer(port), to_lost_connect(port), to_stalled(port);
  Watched vanished(desk, to_vanished.port()), suspended(desk, port), cut(desk, to_cut.port());
  std::unique_ptr<Watched> unplugged;
  if (room.is_own()) {
    next_door = std::make_unique<test::NextDoor>(1);
    unplugged = std::make_unique<Watched>(desk, port, next_door->enter(),
                                          next_door->here() + ":" + std::to_string(port));
  } else {
    WARN("this machine lets us make no networks: nobody's cable was pulled out");
  }

  auto over_lost = desk.appliance.sign_in_by(to_lost_viewer.port());
  auto over_stalled = desk.appliance.sign_in_by(to_stalled.port());
  ViewerClient lost_viewer(over_lost, desk.id), stalled_viewer(over_stalled, desk.id),
      deaf(desk.owner, desk.id);
  REQUIRE(lost_viewer.wait_open());
  REQUIRE(stalled_viewer.wait_open());
  REQUIRE(deaf.wait_open());
  test::RfbClient stalled_rfb(stalled_viewer.take_rfb());
  stalled_rfb.handshake();
  stalled_rfb.set_encodings({test::RfbClient::kZrle});
  desk.server = "localhost:" + std::to_string(to_lost_connect.port());
  auto lost_connect = desk.start_known();
  Desk::port_of(*lost_connect);

  const auto agents = test::descendants(serve, "agent.server");
  REQUIRE(agents.size() == 1);
  const long serve_before = memory_of(serve), agent_before = memory_of(agents[0]);
  const auto deaf_rfb = ask_and_never_read(deaf);

  const auto start = std::chrono::steady_clock::now();
  const auto left_until = [start](seconds when) {
    return std::max(std::chrono::milliseconds(1), std::chrono::duration_cast<std::chrono::milliseconds>(
                                                      start + when - std::chrono::steady_clock::now()));
  };
  to_vanished.vanish();
  const auto asleep = test::descendants(suspended.machine.agent->pid(), "");
  REQUIRE(asleep.size() >= 2);  // the agent and its desktop worker
  for (const pid_t process : asleep) ::kill(process, SIGSTOP);
  to_cut.stall(true);
  to_lost_viewer.vanish();
  to_lost_connect.vanish();
  to_stalled.stall(true);
  if (unplugged) next_door->cable(false);

  // A machine that sleeps answers nobody, and whoever calls it is told so in time.
  ViewerClient unanswered(desk.owner, suspended.id);
  std::this_thread::sleep_for(left_until(seconds(10)));
  to_stalled.stall(false);
  see_picture(stalled_rfb);  // ten seconds later the session goes on
  CHECK(unanswered.wait_closed(left_until(seconds(20) + kSlack)) == websocket_code(CloseReason::no_answer));

  // A viewer that never reads costs nobody anything.
  CHECK(memory_of(serve) < serve_before + 16 * 1024);
  CHECK(memory_of(agents[0]) < agent_before + 16 * 1024);
  see_picture(stalled_rfb);

  // Machines: offline, and their viewers are told why.
  for (Watched* machine : {&vanished, &suspended, &cut, unplugged.get()}) {
    if (machine == nullptr) continue;
    CHECK(machine->viewer->wait_closed(left_until(kOver + kSlack)) ==
          websocket_code(CloseReason::device_lost));
    CHECK(ApplianceProcess::eventually(
        [&] { return session(desk, *machine->viewer)["close_reason"] == "device_lost"; }));
    if (machine != &vanished)
      CHECK(ApplianceProcess::eventually([&] { return !test::online(desk.owner, machine->id); }));
  }
  // Viewers: their sessions keep nobody else's place.
  const auto ended = [&](const ViewerClient& viewer) { return session(desk, viewer)["state"] == "ended"; };
  for (const ViewerClient* viewer : {&lost_viewer, &deaf})
    CHECK(ApplianceProcess::eventually([&] { return ended(*viewer); }, left_until(kOver + kSlack)));
  CHECK(text(session(desk, lost_viewer)["close_reason"]) == "timed_out");
  CHECK(lost_connect->wait(left_until(kOver + kSlack)) == 1);
  CHECK(
      test::says(*lost_connect, "The session is over: Nothing was heard from the other side for too long."));
  // The network was gone for one machine; its computer is as it was, and it has come back by itself.
  CHECK(ApplianceProcess::eventually([&] { return test::online(desk.owner, vanished.id); }));
  CHECK(vanished.heard("nothing was heard from the appliance for too long"));

  std::this_thread::sleep_for(left_until(kPartition));
  for (const pid_t process : asleep) ::kill(process, SIGCONT);
  to_cut.stall(false);
  if (unplugged) next_door->cable(true);
  for (Watched* machine : {&vanished, &suspended, &cut, unplugged.get()}) {
    if (machine == nullptr) continue;
    INFO(machine->machine.agent->output());
    REQUIRE(ApplianceProcess::eventually([&] { return test::online(desk.owner, machine->id); }));
    CHECK(ApplianceProcess::eventually(
        [&] { return machine->heard("call " + machine->viewer->session_id() + " ended"); }));
    ViewerClient again(desk.owner, machine->id);
    CHECK(again.wait_open());
  }
  CHECK_FALSE(ended(stalled_viewer));
  see_picture(stalled_rfb);
}

}  // namespace gatehouse::silence_test
