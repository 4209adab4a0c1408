// How people at this machine reach its agent: a page on loopback (local_page.h, local_settings.h) and a socket for the program's own
// commands.
// What can't be opened is logged, and the agent goes on without it. Loop thread.
//
// The socket takes one line and answers lines of "NAME VALUE", then ends:
//
//   address          id, alias (when there is one), server, online (0 or 1), sessions (how many), page (when there is one),
//                    settings (0 or 1: that page has some), tray_text and tray_text_de (when they are set)
//   help [WORDS]     asks for help; as address, and help: waiting or noted
//   withdraw         withdraws that
//
// anything else: "error WORDS".
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "appliance/agent/local_page.h"
#include "appliance/agent/local_settings.h"
#include "appliance/net/closing_streams.h"
#include "appliance/net/listener.h"
#include "appliance/net/request_reader.h"
#include "appliance/net/stream.h"

namespace gatehouse::agent {

struct LocalOptions {
  std::string page;               // "127.0.0.1:7071"; empty: none
  std::string socket;             // a path; empty: none
  std::string appliance, button;  // as in LocalPage
  // What the tray's entry says (agent.tray_text, agent.tray_text_de).
  std::string tray_text = {}, tray_text_de = {};
  // For the settings on the page; without: it has none. It outlives the server.
  SettingsDesk* desk = nullptr;
  std::string directory = {};              // of the agent
  std::string program = "/proc/self/exe";  // as in AdministratorCheck
  // The agent is to start anew, once what is being said has gone out.
  std::function<void()> restart = {};
};

class LocalServer {
 public:
  // The agent outlives it.
  LocalServer(net::EventLoop& loop, Agent& agent, LocalOptions options);
  ~LocalServer();

  // "127.0.0.1:7071", as it can be opened; empty: there is none.
  const std::string& page() const { return page_address_; }

 private:
  using Id = std::uint64_t;
  struct Caller {
    std::unique_ptr<net::Stream> stream;
    net::RequestReader request{LocalPage::kHeadCap, LocalPage::kBodyCap};  // of the page
    std::string line;                                                      // of the socket
    int fd = -1;                                                           // of the stream
    bool asked = false;                                                    // the answer may come later
    net::EventLoop::HandlePtr deadline;
  };

  void open_page(const std::string& address);
  void open_socket(const std::string& path);
  void accept_command();
  void arrived(UniqueFd socket, void (LocalServer::*received)(Id, ByteView));
  void page_received(Id id, ByteView data);
  void answer_page(Id id, const net::RequestReader& request);
  void command_received(Id id, ByteView data);
  std::string obey(const std::string& line);
  void say(Id id, std::string_view answer);

  net::EventLoop& loop_;
  Agent& agent_;
  const LocalOptions options_;
  LocalPage page_;
  const SystemClock clock_;
  std::unique_ptr<AdministratorCheck> check_;
  std::unique_ptr<LocalSettings::Needs> needs_;
  std::unique_ptr<LocalSettings> settings_;
  std::string page_address_;
  Id last_ = 0;
  std::map<Id, Caller> callers_;
  net::ClosingStreams closing_;
  std::unique_ptr<net::Listener> listener_;
  UniqueFd socket_;
  net::EventLoop::HandlePtr watching_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // for tasks that were posted
};

// May an account with this uid give commands to an agent that runs as `own`? The same account and root may; to an agent
// that is root, and so the whole machine's, every person's account.
bool may_command(uid_t who, uid_t own);

}  // namespace gatehouse::agent
