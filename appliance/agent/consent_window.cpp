#include "appliance/agent/consent_window.h"

#include <sys/socket.h>

namespace gatehouse::agent {

std::optional<uid_t> owner_of(const UniqueFd& socket) {
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (!socket || ::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  return peer.uid;
}

Result<void> ConsentWindow::open(const desktop::DisplaySource& screen, ConsentPlace place) {
  if (is_at(screen.name, place)) return {};
  close();
  window::Screen on{screen.name, screen.x11_auth_name, screen.x11_auth_data, owner_of(screen.x11_socket)};
  if (place == ConsentPlace::console) on = {.console = true};
  auto process = start_(on, {
                                .said =
                                    [this](const window::Message& message) {
                                      if (std::holds_alternative<window::Ready>(message)) came_up_ = true;
                                      events_.said(message);
                                    },
                                .exited =
                                    [this](const std::string& words) {
                                      const bool came_up = came_up_;
                                      close();
                                      events_.gone(words, came_up);
                                    },
                            });
  if (!process) return process.error();
  process_ = *std::move(process);
  display_ = screen.name;
  place_ = place;
  came_up_ = false;
  watch_ = loop_.on_readable(process_->control_fd(), [this] { process_->on_readable(); });
  return {};
}

void ConsentWindow::close() {
  watch_.reset();
  display_.clear();
  place_ = ConsentPlace::nowhere;
  if (process_) loop_.post([gone = std::shared_ptr<window::WindowProcess>(std::move(process_))] {});
}

void ConsentWindow::send(const window::Message& message) {
  if (process_) process_->send(message);
}

}  // namespace gatehouse::agent
