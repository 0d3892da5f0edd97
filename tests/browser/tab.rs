//! A tab of Chromium with the page in it, used as a person uses it: by what is seen, and by its keys.
//!
//! Chromium is spoken to in its DevTools protocol: a command is a JSON message with an id, the answer has the same id,
//! and what comes without one is an event.

use std::fmt::Display;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::SOON;
use crate::chromium::{self, Chromium};

/// A key that writes nothing, as the keyboard sends it.
#[derive(Clone, Copy, Debug)]
pub enum Key {
    Tab,
    BackTab,
    Enter,
    Escape,
    Backspace,
    Down,
}

/// Something on the page: its id in Chromium's document, and its name as assistive technology reads it.
#[derive(Clone, Debug)]
pub struct Node {
    id: Value,
    /// The accessible name.
    pub name: String,
}

/// A tab with nothing in common with others: no storage, no focus.
pub struct Tab {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    session: Value,
    last: u64,
    /// What the page's console and its policy complained about.
    complaints: Vec<String>,
    _chromium: Arc<Chromium>,
}

impl Tab {
    /// Opens the sandbox's page in a window of that size.
    pub async fn open(chromium: Arc<Chromium>, address: SocketAddr, size: (u32, u32)) -> Self {
        let (socket, _) = connect_async(&chromium.endpoint).await.unwrap();
        let mut tab =
            Tab { socket, session: Value::Null, last: 0, complaints: Vec::new(), _chromium: chromium };
        let context = tab.command("Target.createBrowserContext", json!({ "disposeOnDetach": true })).await;
        let context = &context["browserContextId"];
        let target = json!({ "url": "about:blank", "browserContextId": context });
        let target = tab.command("Target.createTarget", target).await;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        tab.session = tab.command("Target.attachToTarget", attach).await["sessionId"].take();
        for domain in ["Page", "Runtime", "Log"] {
            tab.command(&format!("{domain}.enable"), json!({})).await;
        }
        // Every tab is the one in front, whatever others do.
        tab.command("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await;
        tab.resize(size).await;
        tab.command("Page.navigate", json!({ "url": format!("http://{address}/") })).await;
        tab.see_page().await;
        tab
    }

    /// Loads the page again.
    pub async fn reload(&mut self) {
        self.run("window.isOld = true").await;
        self.command("Page.reload", json!({})).await;
        self.see("the new page", "!window.isOld").await;
        self.see_page().await;
    }

    async fn see_page(&mut self) {
        self.see("the page", "document.querySelector('#line')?.placeholder.startsWith('Message')").await;
    }

    /// Gives the window another size; one that is as narrow as a phone is one.
    pub async fn resize(&mut self, (width, height): (u32, u32)) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.command("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Fails when the page's console or its policy complained.
    pub fn assert_no_complaints(&self) {
        assert!(self.complaints.is_empty(), "the page complains:\n{}", self.complaints.join("\n"));
    }

    async fn command(&mut self, method: &str, params: Value) -> Value {
        self.try_command(method, params).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    async fn try_command(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.last += 1;
        let mut command = json!({ "id": self.last, "method": method, "params": params });
        if self.session.is_string() {
            command["sessionId"] = self.session.clone();
        }
        self.socket.send(Message::text(command.to_string())).await.unwrap();
        loop {
            let answer = tokio::time::timeout(SOON, self.socket.next());
            let answer = answer.await.unwrap_or_else(|_| panic!("Chromium does not answer {method}"));
            let Message::Text(text) = answer.expect("Chromium goes on").unwrap() else { continue };
            let mut answer: Value = serde_json::from_str(&text).unwrap();
            if answer["id"] == self.last {
                let error = answer["error"].take();
                return if error.is_null() { Ok(answer["result"].take()) } else { Err(error) };
            }
            self.note(&answer);
        }
    }

    /// Notes an event if it is a complaint.
    fn note(&mut self, event: &Value) {
        let params = &event["params"];
        let complaint = match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => &params["exceptionDetails"],
            Some("Runtime.consoleAPICalled") if params["type"] == "error" => &params["args"],
            // What the network says is about the sandbox, not about the page.
            Some("Log.entryAdded")
                if params["entry"]["level"] == "error" && params["entry"]["source"] != "network" =>
            {
                &params["entry"]
            }
            _ => return,
        };
        self.complaints.push(complaint.to_string());
    }

    /// What a script comes to.
    pub async fn run(&mut self, script: &str) -> Value {
        let done = self.evaluate(script).await;
        let mut done = done.unwrap_or_else(|error| panic!("{script}: {error}"));
        assert!(done.get("exceptionDetails").is_none(), "{script}: {}", done["exceptionDetails"]);
        done["result"]["value"].take()
    }

    async fn evaluate(&mut self, script: &str) -> Result<Value, Value> {
        let params = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        self.try_command("Runtime.evaluate", params).await
    }

    /// What a function comes to with a thing on the page as `this`; nothing when the thing is gone meanwhile.
    async fn call(&mut self, node: &Node, function: &str) -> Option<Value> {
        let resolved = self.try_command("DOM.resolveNode", json!({ "backendNodeId": node.id })).await.ok()?;
        let params = json!({
            "objectId": resolved["object"]["objectId"],
            "functionDeclaration": function,
            "awaitPromise": true,
            "returnByValue": true,
        });
        let mut done = self.try_command("Runtime.callFunctionOn", params).await.ok()?;
        assert!(done.get("exceptionDetails").is_none(), "{function}: {}", done["exceptionDetails"]);
        Some(done["result"]["value"].take())
    }

    /// Waits until there is what is looked for, each time that the page has changed.
    async fn wait<T>(&mut self, what: impl Display, mut look: impl AsyncFnMut(&mut Self) -> Option<T>) -> T {
        let until = Instant::now() + SOON;
        loop {
            if let Some(found) = look(self).await {
                return found;
            }
            if Instant::now() > until {
                let text = self.run("document.body.innerText").await;
                panic!("waited in vain for {what}; the page says:\n{}", text.as_str().unwrap_or_default());
            }
            // Styles and the focus can change without the document, so that it is looked at now and then all the same;
            // the page may be loaded again meanwhile.
            self.evaluate(
                "new Promise((changed) => {
                    const observer = new MutationObserver(() => end());
                    const end = () => { observer.disconnect(); clearTimeout(timer); changed(); };
                    const timer = setTimeout(end, 100);
                    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
                })",
            )
            .await
            .ok();
        }
    }

    /// Waits until an expression holds.
    pub async fn see(&mut self, what: impl Display, expression: &str) {
        let expression = format!("Boolean({expression})");
        self.wait(what, async |tab| (tab.run(&expression).await == true).then_some(())).await;
    }

    /// Waits until the page has loaded itself again after something.
    pub async fn is_loaded_again(&mut self, after: impl AsyncFnOnce()) {
        self.run("window.isOld = true").await;
        after().await;
        let is_new = "!window.isOld && document.querySelector('#line')?.placeholder.startsWith('Message')";
        let looks = async |tab: &mut Self| {
            // In the middle of it, nothing can be asked.
            let seen = tab.evaluate(is_new).await.ok()?;
            (seen["result"]["value"] == true).then_some(())
        };
        self.wait("the page's loading itself again", looks).await;
    }

    /// All that is there in a role and can be used, inside something or anywhere.
    async fn all(&mut self, inside: Option<&Node>, role: &str) -> Vec<Node> {
        let root = match inside {
            Some(node) => json!({ "backendNodeId": node.id }),
            None => {
                let document = self.command("DOM.getDocument", json!({ "depth": 0 })).await;
                json!({ "backendNodeId": document["root"]["backendNodeId"] })
            }
        };
        let mut query = root;
        query["role"] = json!(role);
        let Ok(found) = self.try_command("Accessibility.queryAXTree", query).await else { return Vec::new() };
        let is_disabled = |node: &Value| {
            let properties = node["properties"].as_array().into_iter().flatten();
            properties.into_iter().any(|one| one["name"] == "disabled" && one["value"]["value"] == true)
        };
        found["nodes"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|node| node["ignored"] == false && !is_disabled(node))
            .map(|node| Node {
                id: node["backendDOMNodeId"].clone(),
                name: node["name"]["value"].as_str().unwrap_or_default().trim().to_owned(),
            })
            .collect()
    }

    /// Waits for what has a role and a name, or alone has a name that begins so. Styles may write it in capitals.
    pub async fn find(&mut self, role: &str, name: &str) -> Node {
        self.look(&[], role, name).await
    }

    /// As [`Tab::find`], in the message that contains all of the words, or anywhere without words.
    async fn look(&mut self, message: &[&str], role: &str, name: &str) -> Node {
        let wanted = name.to_lowercase();
        self.wait(format!("the {role} {name:?}"), async |tab| {
            // An edit puts another message in the place of the one that was found.
            let inside = if message.is_empty() { None } else { Some(tab.message_now(message).await?) };
            let all = tab.all(inside.as_ref(), role).await;
            let exact = all.iter().find(|node| node.name.to_lowercase() == wanted).cloned();
            let begins = all.into_iter().filter(|node| node.name.to_lowercase().starts_with(&wanted));
            let begins: Vec<_> = begins.collect();
            exact.or_else(|| <[Node; 1]>::try_from(begins).ok().map(|[only]| only))
        })
        .await
    }

    /// The names of all that is there in a role, inside something or anywhere.
    pub async fn names(&mut self, inside: Option<&Node>, role: &str) -> Vec<String> {
        self.all(inside, role).await.into_iter().map(|node| node.name).collect()
    }

    /// Waits for the whole name of the first in a role whose name contains a text.
    pub async fn named(&mut self, role: &str, text: &str) -> String {
        self.wait(format!("a {role} with {text:?} in its name"), async |tab| {
            tab.names(None, role).await.into_iter().find(|name| name.contains(text))
        })
        .await
    }

    /// The text of what has a role and a name.
    pub async fn text(&mut self, role: &str, name: &str) -> String {
        self.wait(format!("the text of the {role} {name:?}"), async |tab| {
            let node = tab.find(role, name).await;
            tab.call(&node, "function() { return this.innerText; }").await?.as_str().map(str::to_owned)
        })
        .await
    }

    /// Waits until what has a role and a name contains all of the words.
    pub async fn reads(&mut self, role: &str, name: &str, words: &[&str]) {
        self.wait(format!("{words:?} in the {role} {name:?}"), async |tab| {
            let text = tab.text(role, name).await;
            words.iter().all(|word| text.contains(word)).then_some(())
        })
        .await;
    }

    /// Waits until a message contains all of the words.
    pub async fn message(&mut self, words: &[&str]) {
        let message = async |tab: &mut Self| tab.message_now(words).await;
        self.wait(format!("a message with {words:?}"), message).await;
    }

    /// The newest message that contains all of the words now.
    async fn message_now(&mut self, words: &[&str]) -> Option<Node> {
        let log = self.all(None, "log").await.pop()?;
        for item in self.all(Some(&log), "listitem").await.into_iter().rev() {
            let text = self.call(&item, "function() { return this.innerText; }").await?;
            if words.iter().all(|word| text.as_str().is_some_and(|text| text.contains(word))) {
                return Some(item);
            }
        }
        None
    }

    /// Presses what has a role and a name, once it is there and nothing lies over it.
    pub async fn press(&mut self, role: &str, name: &str) {
        self.press_on(&[], role, name).await;
    }

    /// As [`Tab::press`], in the message that contains all of the words.
    pub async fn press_on(&mut self, message: &[&str], role: &str, name: &str) {
        // A look and the press in one go: between the two, a message could move what is pressed.
        let press = "function() {
            const seen = this.type === 'radio' ? this.labels[0] : this;
            seen.scrollIntoView({ block: 'nearest' });
            const { left, top, width, height } = seen.getBoundingClientRect();
            const hit = document.elementFromPoint(left + width / 2, top + height / 2);
            if (!seen.contains(hit) || this.ariaDisabled === 'true') return false;
            this.focus();
            this.click();
            return true;
        }";
        self.wait(format!("a press on the {role} {name:?}"), async |tab| {
            let node = tab.look(message, role, name).await;
            (tab.call(&node, press).await? == true).then_some(())
        })
        .await;
    }

    /// Chooses an entry of a menu.
    pub async fn choose(&mut self, menu: &str, entry: &str) {
        let choose = format!(
            "function() {{
                const option = [...this.options].find((option) => option.text.includes({entry}) && !option.disabled);
                if (!option) return false;
                this.value = option.value;
                this.dispatchEvent(new Event('change', {{ bubbles: true }}));
                return true;
            }}",
            entry = json!(entry)
        );
        self.wait(format!("{entry:?} in the menu {menu:?}"), async |tab| {
            let node = tab.find("combobox", menu).await;
            (tab.call(&node, &choose).await? == true).then_some(())
        })
        .await;
    }

    /// Presses a key wherever the focus is.
    pub async fn key(&mut self, key: Key) {
        let (name, code, text, modifiers) = match key {
            Key::Tab => ("Tab", 9, "", 0),
            Key::BackTab => ("Tab", 9, "", 8),
            Key::Enter => ("Enter", 13, "\r", 0),
            Key::Escape => ("Escape", 27, "", 0),
            Key::Backspace => ("Backspace", 8, "", 0),
            Key::Down => ("ArrowDown", 40, "", 0),
        };
        self.strike(name, code, text, modifiers).await;
    }

    /// Types a text, letter by letter, wherever the focus is.
    pub async fn write(&mut self, text: &str) {
        for letter in text.chars() {
            let letter = letter.to_string();
            self.strike(&letter, 0, &letter, 0).await;
        }
    }

    async fn strike(&mut self, key: &str, code: u32, text: &str, modifiers: u32) {
        let mut event = json!({
            "type": if text.is_empty() { "rawKeyDown" } else { "keyDown" },
            "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text, "modifiers": modifiers,
        });
        self.command("Input.dispatchKeyEvent", event.clone()).await;
        event["type"] = json!("keyUp");
        event["text"] = json!("");
        self.command("Input.dispatchKeyEvent", event).await;
    }

    /// The text of what has the focus: its name, or what it shows.
    pub async fn focused(&mut self) -> String {
        let focused = self.run("document.activeElement.ariaLabel ?? document.activeElement.innerText").await;
        focused.as_str().unwrap_or_default().to_owned()
    }

    /// Goes on with a key until what has the focus says so.
    pub async fn walk(&mut self, key: Key, to: &str) {
        let mut seen = Vec::new();
        while seen.len() < 30 {
            self.key(key).await;
            let focused = self.focused().await;
            if focused.starts_with(to) {
                return;
            }
            seen.push(focused);
        }
        panic!("{key:?} does not lead to {to:?}, but to {seen:?}");
    }

    /// Fails when axe-core finds what keeps people out, seriously or worse.
    pub async fn assert_accessible(&mut self, state: &str) {
        if self.run("typeof axe").await != "object" {
            self.run(&format!("{}; null", chromium::axe())).await;
        }
        let found = self.run(
            "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) =>
                    `${impact}: ${id} at ${target.join(' ')}: ${failureSummary}`)))",
        );
        let found = found.await;
        let found: Vec<_> = found.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        assert!(found.is_empty(), "axe-core, {state}:\n{}", found.join("\n"));
    }

    /// Takes a picture of the page.
    pub async fn picture(&mut self, file: &Path) {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        let taken = self.command("Page.captureScreenshot", json!({ "format": "png" })).await;
        std::fs::write(file, BASE64_STANDARD.decode(taken["data"].as_str().unwrap()).unwrap()).unwrap();
    }
}
