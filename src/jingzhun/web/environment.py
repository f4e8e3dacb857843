"""The one typed environment. Every setting has a name, a default and a sentence; ``docs/reference/settings.md`` is made from it."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Read from environment variables; nothing exists only in production."""

    model_config = SettingsConfigDict(case_sensitive=False, extra="ignore", env_prefix="JINGZHUN_")

    data: Path = Field(Path("data"), description="数据文件夹：数据库、附件、快照、运行结果")
    keys: Path | None = Field(None, description="密钥文件夹，必须在数据文件夹之外；默认是数据文件夹名加 .keys")
    heads: Path | None = Field(None, description="日志链头的外部文件；默认是数据文件夹名加 .heads")
    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="PostgreSQL 地址；空为数据文件夹内的 SQLite；经 PgBouncer 时用会话模式",
    )
    hosts: str = Field("127.0.0.1,localhost", description="允许的主机名，逗号分隔")
    https: bool = Field(False, description="是否经 HTTPS 访问；是则 Cookie 只走 HTTPS，浏览器记住 30 天")
    proxies: int = Field(
        0, ge=0, le=5, description="网站前面自己的反向代理有几层，来访地址和 HTTPS 听它们说；0 为没有，什么都不信"
    )
    idle_minutes: int = Field(30, ge=5, le=480, description="无操作多少分钟后需重新登录")
    fonts: Path | None = Field(None, description="单位自有字体的文件夹，生成 PDF 时使用")
    public_address: str = Field(
        "", description="公示网页对外的地址，印在公示的二维码里，如 https://gs.example.gov.cn；空为打印时所用的地址"
    )
    threads: int = Field(2, ge=1, description="计算引擎可用的线程数")
    memory: str = Field("1GB", description="计算引擎可用的内存")
    upload_megabytes: int = Field(64, ge=1, description="上传文件的大小上限（MB）")

    @field_validator("data", "keys", "heads", mode="after")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path else None

    @property
    def keys_folder(self) -> Path:
        return self.keys or self.data.with_name(self.data.name + ".keys")

    @property
    def heads_file(self) -> Path:
        return self.heads or self.data.with_name(self.data.name + ".heads")
