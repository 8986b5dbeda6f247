//! A browser's requests over a real connection.

use crate::support::{Fields, encode};
use atiende::{features::cases::model::CasePageContent, server::demo::PASSWORD};
use std::{
    io::{self, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

/// An answer that takes longer does not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody who is signed in.
pub struct Visitor {
    address: String,
    cookie: String,
}

/// What the portal answered.
pub struct Answered {
    pub status: u16,
    head: String,
    pub body: String,
}

/// What wasm says of itself.
const CALL: [&str; 2] = ["accept: application/json", "content-type: application/x-www-form-urlencoded"];

impl Answered {
    /// `None`: it broke off.
    fn read(answer: &str) -> Option<Answered> {
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let answered = Answered { status, head: head.to_owned(), body: body.to_owned() };
        let announced = answered.header("content-length").and_then(|length| length.parse::<usize>().ok());
        (announced.is_none_or(|length| length == body.len())).then_some(answered)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split(':').next().is_some_and(|found| found.eq_ignore_ascii_case(name));
        self.head.lines().find(named).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    }
}

impl Visitor {
    pub fn sign_in(address: &str, email: &str) -> Visitor {
        let answer = Visitor::try_to_sign_in(address, email);
        let cookie = answer.header("set-cookie").unwrap_or_else(|| panic!("{} {}", answer.status, answer.body));
        Visitor { address: address.to_owned(), cookie: cookie.split(';').next().unwrap_or_default().to_owned() }
    }

    pub fn try_to_sign_in(address: &str, email: &str) -> Answered {
        let nobody = Visitor { address: address.to_owned(), cookie: String::new() };
        let fields = [("form[email]", email), ("form[password]", PASSWORD), ("form[next]", "/")];
        nobody.submit("access/sign-in", &fields)
    }

    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// The same person, at another address of the portal.
    pub fn at(&self, address: &str) -> Visitor {
        Visitor { address: address.to_owned(), cookie: self.cookie.clone() }
    }

    pub fn page(&self, path: &str) -> Answered {
        self.send("GET", path, &["accept: text/html"], "")
    }

    /// Somebody whose session's cookie is known.
    pub fn with_cookie(address: &str, cookie: String) -> Visitor {
        Visitor { address: address.to_owned(), cookie }
    }

    /// Submits a plain form.
    pub fn submit(&self, endpoint: &str, fields: Fields<'_>) -> Answered {
        let headers = ["accept: text/html", "content-type: application/x-www-form-urlencoded"];
        self.send("POST", &format!("/api/{endpoint}"), &headers, &encode(fields))
    }

    /// Calls a server function, as wasm does.
    pub fn call(&self, endpoint: &str, fields: Fields<'_>) -> Answered {
        self.try_to_call(endpoint, fields).expect("an answer")
    }

    /// The same, where the portal may go away before it has answered.
    pub fn try_to_call(&self, endpoint: &str, fields: Fields<'_>) -> io::Result<Answered> {
        self.try_to_send("POST", &format!("/api/{endpoint}"), &CALL, &encode(fields))
    }

    /// Calls a server function and does not wait for what it answers.
    pub fn call_and_hang_up(&self, endpoint: &str, fields: Fields<'_>) -> io::Result<()> {
        self.request("POST", &format!("/api/{endpoint}"), &CALL, &encode(fields)).map(drop)
    }

    /// The number of the person's newest case.
    pub fn a_case(&self) -> String {
        let list = self.page("/cases?sort=opened").body;
        let (_, rest) = list.split_once("href=\"/cases/1").expect("a case in the list");
        format!("1{}", rest.split('"').next().unwrap_or_default())
    }

    pub fn look(&self, number: &str) -> CasePageContent {
        let answer = self.send("GET", &format!("/api/cases/open?number={number}"), &["accept: application/json"], "");
        serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body))
    }

    pub fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Answered {
        self.try_to_send(method, path, headers, body).expect("an answer")
    }

    pub fn try_to_send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> io::Result<Answered> {
        let mut stream = self.request(method, path, headers, body)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Answered::read(&answer).ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))
    }

    /// HTTP/1.0, so that the answer ends with the connection.
    fn request(&self, method: &str, path: &str, headers: &[&str], body: &str) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut request =
            format!("{method} {path} HTTP/1.0\r\nhost: {}\r\nsec-fetch-site: same-origin\r\n", self.address);
        for header in headers {
            request.push_str(&format!("{header}\r\n"));
        }
        if !self.cookie.is_empty() {
            request.push_str(&format!("cookie: {}\r\n", self.cookie));
        }
        request.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        stream.write_all(request.as_bytes())?;
        Ok(stream)
    }
}
