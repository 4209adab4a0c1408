// What a browser at the machine sends to the agent's page: the head, and the form behind it.
#include "appliance/agent/local_page.h"
#include "appliance/net/request_reader.h"

namespace {

struct NoAgent final : gatehouse::agent::Agent {
  void set_maximum(gatehouse::policy::Permissions) override {}
  void stop(std::function<void()>) override {}
  Status status() const override { return {}; }
  void ask_for_help(const std::string&) override {}
  void withdraw_help() override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatehouse;
  static NoAgent agent;
  static agent::LocalPage page(agent, "box", "Help");
  net::RequestReader reader(agent::LocalPage::kHeadCap, agent::LocalPage::kBodyCap);
  reader.feed({data, size});
  if (reader.state() == net::RequestReader::State::whole)
    page.answer(as_text(reader.request()), reader.head(), "127.0.0.1:7071");
  return 0;
}
