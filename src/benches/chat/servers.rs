//! What is measured: the portal's program and the floor's, and what the kernel says of them.

use crate::{
    database::Database,
    load::{Dialect, FLOOR, PORTAL},
};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};
use tokio::{net::TcpStream, time::sleep};

/// A process that ends with this value.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub trait Server {
    fn address(&self) -> &str;
    fn dialect(&self) -> &'static Dialect;
    fn process(&self) -> &Running;

    /// Seconds that it has computed, in itself and in the kernel.
    fn cpu_seconds(&self) -> f64 {
        /// USER_HZ, which is 100 on every machine that Linux runs on today.
        const TICKS: f64 = 100.0;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process().0.id())).expect("it runs");
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        fields[11..=12].iter().map(|ticks| ticks.parse::<f64>().expect("ticks")).sum::<f64>() / TICKS
    }

    fn resident_kb(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process().0.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.trim().trim_end_matches(" kB").parse().expect("kB")
    }
}

pub struct Floor {
    running: Running,
    address: String,
}

impl Floor {
    pub async fn start(program: &Path, folder: &Path) -> Floor {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let mut command = Command::new(program);
        command.arg("serve").arg("--db").arg(folder.join("floor.db")).args(["--port", &port.to_string()]);
        let running = Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the floor runs"));
        let floor = Floor { running, address: format!("127.0.0.1:{port}") };
        while TcpStream::connect(&floor.address).await.is_err() {
            sleep(Duration::from_millis(20)).await;
        }
        floor
    }
}

impl Server for Floor {
    fn address(&self) -> &str {
        &self.address
    }
    fn dialect(&self) -> &'static Dialect {
        &FLOOR
    }
    fn process(&self) -> &Running {
        &self.running
    }
}

pub struct Portal {
    running: Running,
    address: String,
}

impl Portal {
    pub async fn start(program: &Path, database: &Database, settings: &[(&str, &str)]) -> Portal {
        let site = database.folder.join("site");
        fs::create_dir_all(site.join("pkg")).expect("a folder");
        let mut command = Command::new(program);
        command
            .arg("serve")
            .env("ATIENDE_DATA_DIR", &database.folder)
            .env("ATIENDE_SITE_DIR", site)
            .env("ATIENDE_LISTEN", "127.0.0.1:0")
            .env("ATIENDE_LOG", "off")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped());
        if let Some(url) = &database.url {
            command.env("ATIENDE_DATABASE_URL", url);
        }
        let mut child = command.spawn().expect("the portal runs");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let address = lines.into_iter().find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned));
        Portal { running: Running(child), address: address.expect("an address") }
    }
}

impl Server for Portal {
    fn address(&self) -> &str {
        &self.address
    }
    fn dialect(&self) -> &'static Dialect {
        &PORTAL
    }
    fn process(&self) -> &Running {
        &self.running
    }
}
