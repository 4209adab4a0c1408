// The page that an agent shows to the person at its machine, on loopback: the machine's address, whether it is linked,
// and a button that asks for help. No I/O. Its settings: local_settings.h.
//
// Every user of the machine can reach it, and every page that a browser there shows can try to. So a request must be
// for this machine by name (a foreign name that points here is DNS rebinding), what changes something must come from
// this very page (Origin, and a token that only it knows), and nobody may show it in a frame.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "appliance/agent/agent.h"
#include "appliance/net/request_head.h"

namespace gatehouse::agent {

class LocalPage {
 public:
  // `appliance`: as people know it. `button`: what the button says (agent.help_button).
  LocalPage(Agent& agent, std::string appliance, std::string button);

  // The whole answer, after which the connection ends, to one whole request that read_request_head has found good.
  // `host`: with the port, of the address it came to.
  std::string answer(std::string_view request, const net::RequestHead& head, const std::string& host);
  // Does the machine have a page of settings, to which this one leads?
  void lead_to_settings(bool yes) { settings_ = yes; }
  // For the head that was refused with this status.
  static std::string refusal(int status);

  static constexpr std::size_t kHeadCap = 8192, kBodyCap = 4096;

 private:
  std::string state() const;
  std::string help_form(std::string_view button, std::string_view action, bool with_words) const;
  std::string post(std::string_view request, std::string_view head_text);

  Agent& agent_;
  const std::string appliance_, button_;
  const std::string token_;  // of this process
  bool settings_ = false;
};

}  // namespace gatehouse::agent
