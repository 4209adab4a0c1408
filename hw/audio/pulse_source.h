// Records what a sound server plays on its default output, by that output's monitor, and goes along when another output becomes
// the default. The server: PulseAudio, or PipeWire with its pulse socket.
#pragma once
#include <string>
#include <vector>

#include "appliance/base/unique_fd.h"
#include "hw/audio/audio_source.h"

namespace gatehouse::hw {

struct PulsePlaces {
  std::vector<std::string> sockets;  // the first one that takes a connection is it
  std::vector<std::string> cookies;  // files; one that is not there or too short is passed over
};
// Where an account's server listens and keeps its cookie. By our environment when it is our own account.
PulsePlaces pulse_places(unsigned uid, const std::string& home, bool own);

struct PulseSocket {
  UniqueFd socket;
  std::string path;
  std::string cookie;  // empty: none was found, and the server goes by accounts
};
// Does not wait for the server to say anything. An error says for people what was looked for.
Result<PulseSocket> connect_pulse(const PulsePlaces& places);

// Over such a socket. Reads nothing before on_readable(), and opens nothing at any time.
Result<std::unique_ptr<AudioSource>> open_pulse(UniqueFd socket, const std::string& cookie,
                                                AudioSource::Heard heard);

}  // namespace gatehouse::hw
